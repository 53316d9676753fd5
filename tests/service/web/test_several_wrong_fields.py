"""Several wrong fields of a page's form or address: the page tells them all at once."""

import pytest

from tests.service.api.posting import posted
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Caller

LONG = "x" * 301


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (f"/review?waiting=2y&sort=mood&from=x&to=101&q={LONG}", ["waiting", "sort", "from", "to", "q"]),
        (f"/review/history?before=yesterday&words={LONG}&by={LONG}", ["before", "words", "by"]),
    ],
)
async def test_an_address_is_told_all_that_cannot_be_meant(
    alice_there: Visitor, path: str, fields: list[str]
) -> None:
    page = await alice_there.visit(path)
    assert page.status == 422
    assert [name for name in fields if f"{name}: " not in page.text] == []


async def test_a_ban_is_told_that_it_lacks_a_reason_and_a_period(
    program: Caller, alice: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(program, author={"name": "Olaf", "id": "olaf"})
    key = (await alice.get(f"/v1/review/cases/{receipt['id']}")).json["author"]["key"]
    path = f"/review/authors/{key}"
    wish = {"whom": key, "period": "soon", "reason": " "}
    page = Page(await alice_there.press(await alice_there.visit(path), f"{path}/ban", **wish))
    assert page.status == 422
    assert "accepts a number and a unit" in page.text
    assert "Please say why" in page.text
