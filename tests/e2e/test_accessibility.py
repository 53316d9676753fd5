"""Axe-core finds nothing on any page in any state, in light and in dark."""

import pytest

from tests.e2e.newsroom import Newsroom
from tests.e2e.states import ALL, State, Words
from tests.support.axe import accessibility_troubles


@pytest.mark.parametrize("state", ALL, ids=lambda state: state.__name__)
async def test_everybody_can_use(newsroom: Newsroom, state: State) -> None:
    page = await state(newsroom, Words())
    assert await accessibility_troubles(page) == []


async def test_everybody_can_read_the_description_of_the_api(newsroom: Newsroom) -> None:
    page = await newsroom.reader()
    await page.goto("/docs")
    assert await accessibility_troubles(page, leave_out="article.call ~ article.call") == []
