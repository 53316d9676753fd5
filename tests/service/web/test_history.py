"""`/review/history`: everything that happened, found again, undone, reopened."""

from datetime import datetime

import pytest

from service.usecases.history import PAGE
from service.web.times import exact
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, many, posted, queued
from tests.service.api.reviewing import claim, rule
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

HISTORY = "/review/history"


async def decided(moderator: Caller, case_id: str, verdict: str = "approve", **more: str) -> None:
    """A moderator has taken the case and decided it."""
    (case,) = await claim(moderator, ids=[case_id])
    assert (await rule(moderator, case, verdict, **more)).status == 200


def found(page: Page) -> int:
    """How many things that happened a page lists."""
    return len(page.all("article"))


async def test_it_tells_who_did_what_the_latest_first(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    await decided(alice, case_id, "reject", reason="spam", note="Third time.")
    page = await alice_there.visit(HISTORY)
    told = page.text
    assert told.index("alice rejected it") < told.index("The policy sent it to the moderators")
    assert "It is advertising." in told
    assert "Note: Third time." in told
    assert "Now rejected" in told  # beside the policy's decision


async def test_the_exact_time_is_in_sight_here_and_at_the_case(reader: Caller, alice_there: Visitor) -> None:
    receipt = await posted(reader)
    at = exact(round(datetime.fromisoformat(receipt["created_at"]).timestamp() * 1_000))
    assert f"The policy approved it just now · {at}" in (await alice_there.visit(HISTORY)).text
    assert f"{at}: model" in (await alice_there.visit(f"/review/cases/{receipt['id']}")).text


async def test_what_is_more_than_a_month_old_has_its_date_once(
    app: Application, reader: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(reader)
    app.clock.ahead_ms = 31 * 86_400_000
    at = exact(round(datetime.fromisoformat(receipt["created_at"]).timestamp() * 1_000))
    told = (await alice_there.visit(HISTORY)).text
    assert f"The policy approved it {at}" in told
    assert told.count(at.partition(",")[0]) == 1


async def test_nothing_has_happened_yet_says_so(alice_there: Visitor) -> None:
    assert "Nothing has happened yet." in (await alice_there.visit(HISTORY)).text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("type=verdict", 1),
        ("type=decision&status=rejected", 1),
        ("by=alice", 1),
        ("by=policy", 3),
        ("reason=blocked_word", 1),
        ("article_id=a2", 1),
        ("words=ZORKWORT", 1),
        ("words=olaf", 2),
        ("words=olaf+kettle", 2),
        ("words=nowhere+to+be+found", 0),
        ("until=2020-01-01", 0),
        ("until=1969-12-31", 0),
        ("before=0-0", 0),
        ("until=9999-12-30", 4),
    ],
)
async def test_it_finds_what_is_asked_for(
    reader: Caller, alice: Caller, alice_there: Visitor, query: str, count: int
) -> None:
    await posted(reader, BLOCKED)
    await posted(reader, FRIENDLY, article="a2")
    receipt = await posted(reader, WATCHED, name="Olaf")
    await decided(alice, receipt["id"])
    assert found(await alice_there.visit(f"{HISTORY}?{query}")) == count


@pytest.mark.parametrize(
    "query",
    ["before=yesterday", "until=soon", "until=9999-12-31", "until=٢٠٢٦-11-22", "words=" + "x" * 301],
)
async def test_what_cannot_be_asked_is_told(alice_there: Visitor, query: str) -> None:
    assert (await alice_there.visit(f"{HISTORY}?{query}")).status == 422


async def test_a_long_history_comes_in_pages_that_lose_and_repeat_nothing(
    app: Application, alice_there: Visitor
) -> None:
    program = await app.program()
    ids = {(await posted(program, many(FRIENDLY)))["id"] for _ in range(PAGE + 3)}
    path, seen = f"{HISTORY}?words=lovely", []
    for _ in range(2):
        page = await alice_there.visit(path)
        seen += [each.attributes["href"].split("/")[-1] for each in page.all("a", class_="button quiet")]
        path = next((a.attributes["href"] for a in page.all("a") if "before=" in a.attributes["href"]), "")
    assert not path
    cases = [case_id for case_id in seen if case_id in ids]
    assert len(cases) == len(set(cases)) == PAGE + 3


async def test_only_the_verdict_that_stands_can_be_undone_and_only_by_who_may(
    reader: Caller, alice: Caller, alice_there: Visitor, bob_there: Visitor, erin_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    await decided(alice, case_id)
    undo = f"/review/cases/{case_id}/undo"
    assert undo not in {form.action for form in (await bob_there.visit(HISTORY)).forms}
    assert undo in {form.action for form in (await erin_there.visit(HISTORY)).forms}
    await alice_there.press(await alice_there.visit(HISTORY), undo)
    after = await alice_there.visit(HISTORY)
    assert "alice took the verdict back" in after.text
    assert undo not in {form.action for form in after.forms}


@pytest.mark.parametrize(("text", "status"), [(BLOCKED, "rejected"), (FRIENDLY, "approved")])
async def test_what_the_policy_decided_is_reopened_and_stands_until_the_verdict(
    reader: Caller, alice: Caller, alice_there: Visitor, text: str, status: str
) -> None:
    receipt = await posted(reader, text)
    reopen = f"/review/cases/{receipt['id']}/reopen"
    answer = await alice_there.press(await alice_there.visit(HISTORY), reopen)
    assert (answer.status, answer.headers["Location"]) == (303, f"/review/cases/{receipt['id']}")
    case = await alice_there.visit(answer.headers["Location"])
    assert "It is yours for" in case.text
    assert "alice reopened it" in case.text
    assert (await alice.get(f"/v1/review/cases/{receipt['id']}")).json["status"] == status
    verdict = f"/review/cases/{receipt['id']}/verdict"
    await alice_there.press(case, verdict, verdict="reject" if status == "approved" else "approve")
    assert (await alice.get(f"/v1/review/cases/{receipt['id']}")).json["status"] != status
    assert reopen not in {form.action for form in (await alice_there.visit(HISTORY)).forms}


async def test_a_case_is_reopened_once_and_never_instead_of_undone(
    reader: Caller, alice: Caller, bob_there: Visitor, alice_there: Visitor
) -> None:
    receipt = await posted(reader, BLOCKED)
    reopen = f"/review/cases/{receipt['id']}/reopen"
    stale = await bob_there.visit(HISTORY)
    await alice_there.press(await alice_there.visit(HISTORY), reopen)
    refused = Page(await bob_there.press(stale, reopen))
    assert refused.status == 409
    assert "This comment waits for a verdict already." in refused.text
    (case,) = (await alice.get("/v1/review/cases")).json["cases"]
    assert case["claim"]["by"] == "alice"
    held = await alice_there.visit(f"/review/cases/{receipt['id']}")
    await alice_there.press(held, f"/review/cases/{receipt['id']}/verdict", verdict="approve")
    refused = Page(await bob_there.press(stale, reopen))
    assert "alice decided this comment. The verdict can be undone, not reopened." in refused.text


async def test_reopening_needs_this_sessions_token_and_a_comment(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(reader, BLOCKED)
    reopen = f"/review/cases/{receipt['id']}/reopen"
    assert (await alice_there.send(reopen, {"csrf": "another"})).status == 403
    csrf = (await alice_there.visit(HISTORY)).form("/logout").fields["csrf"]
    assert (await alice_there.send("/review/cases/none/reopen", {"csrf": csrf})).status == 404
    assert (await alice.get("/v1/review/cases")).json["cases"] == []
