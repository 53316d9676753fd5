"""One site's store on each of the real servers."""

from collections.abc import AsyncIterator

import pytest

from service.domain.comment import Comment
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.connection import Client
from service.store.people import People
from service.store.review_queue import ReviewQueue
from tests.support.comments import KEEPING, NOW_MS, a_comment


@pytest.fixture
async def commands(store_client: Client) -> AsyncIterator[Commands]:
    """An empty server with our functions."""
    commands = Commands(store_client)
    await commands.load_library()
    yield commands
    await commands.close()


@pytest.fixture
def comments(commands: Commands) -> Comments:
    return Comments(commands, "default", KEEPING)


@pytest.fixture
def queue(commands: Commands) -> ReviewQueue:
    return ReviewQueue(commands, "default", KEEPING)


@pytest.fixture
def people(commands: Commands) -> People:
    return People(commands)


@pytest.fixture
async def cases(comments: Comments) -> list[Comment]:
    """Five open cases in the order in which they are due, which is not that of their ids."""
    cases = [a_comment(article_id=f"article-{number}") for number in range(5)]
    for minute, case in enumerate(reversed(cases)):
        await comments.record(case, due_ms=NOW_MS + 60_000 * minute)
    return cases[::-1]
