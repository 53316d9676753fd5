"""`/review/preferences`: how a moderator wants to see what people wrote."""

import pytest

from tests.service.api.posting import queued
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Caller

PAGE = "/review/preferences"


def told_to_the_desk(page: Page) -> set[str]:
    """What the body of a page tells scripts and styles."""
    (body,) = page.all("body")
    return {f"{name}={value}" for name, value in body.attributes.items() if name.startswith("data-")}


async def test_what_one_moderator_prefers_is_on_every_page_of_theirs_and_on_nobody_elses(
    reader: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    csrf = (await alice_there.visit(PAGE)).form(PAGE).fields["csrf"]
    wish = {"csrf": csrf, "blur": "on", "mask": "on", "pause_after": "10"}
    assert (await alice_there.send(PAGE, wish)).headers["Location"] == f"{PAGE}?saved=1"
    for path in (PAGE, "/review", f"/review/cases/{case_id}", "/review/history"):
        page = await alice_there.visit(path)
        assert told_to_the_desk(page) == {"data-blur=", "data-mask=", "data-pause-after=10"}
        assert any("wellness.js" in each.attributes["src"] for each in page.all("script"))
        assert told_to_the_desk(await bob_there.visit(path)) == set()
    await alice_there.send(PAGE, {"csrf": csrf, "pause_after": "0"})
    assert told_to_the_desk(await alice_there.visit("/review")) == set()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"pause_after": "7"}, 422), ({"pause_after": "-1"}, 422), ({"csrf": "another"}, 403)],
)
async def test_a_wrong_wish_changes_nothing(alice_there: Visitor, wrong: dict[str, str], status: int) -> None:
    csrf = (await alice_there.visit(PAGE)).form(PAGE).fields["csrf"]
    answer = await alice_there.send(PAGE, {"csrf": csrf, "blur": "on", "pause_after": "0"} | wrong)
    assert answer.status == status
    assert told_to_the_desk(await alice_there.visit("/review")) == set()
