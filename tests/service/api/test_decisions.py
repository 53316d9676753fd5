"""`GET /v1/decisions`: everything that happened, in order, nothing twice."""

from typing import Any

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, posted, status_path
from tests.service.api.problems import errors_of
from tests.support.application import Application, Caller


async def follow(program: Caller, limit: int, after: str = "") -> list[dict[str, Any]]:
    """Return all events after a cursor, read in pages."""
    events: list[dict[str, Any]] = []
    while True:
        page = (await program.get(f"/v1/decisions?limit={limit}&after={after}")).json
        if not page["events"]:
            assert page["next"] == (after or None)
            return events
        assert len(page["events"]) <= limit
        assert page["next"] == page["events"][-1]["id"]
        events += page["events"]
        after = page["next"]


async def test_a_site_without_comments_has_no_events(program: Caller) -> None:
    assert (await program.get("/v1/decisions")).json == {"events": [], "next": None}


async def test_every_decision_verdict_undo_and_appeal_is_told_in_order(
    reader: Caller, program: Caller, alice: Caller
) -> None:
    friendly, watched, blocked = [await posted(reader, text) for text in (FRIENDLY, WATCHED, BLOCKED)]
    case = (await alice.post("/v1/review/claims", {})).json["cases"][0]
    path = f"/v1/review/cases/{case['id']}"
    await alice.post(f"{path}/verdict", {"token": case["token"], "verdict": "reject", "reason": "spam"})
    await alice.post(f"{path}/undo")
    standing = (await reader.get(status_path(blocked))).json
    await reader.post(standing["appeal_url"], {"text": "Please look again."})
    events = await follow(program, 100)
    assert [(each["type"], each["comment_id"], each["status"], each["by"]) for each in events] == [
        ("decision", friendly["id"], "approved", "policy"),
        ("decision", watched["id"], "pending", "policy"),
        ("decision", blocked["id"], "rejected", "policy"),
        ("verdict", watched["id"], "rejected", "alice"),
        ("undo", watched["id"], "pending", "alice"),
        ("appeal", blocked["id"], "rejected", "commenter"),
    ]
    assert all(each["model"] and each["policy"] and each["at"] for each in events)
    assert [reason["code"] for reason in events[3]["reasons"]] == ["spam"]


async def test_pages_of_any_size_hold_the_same_events_once(program: Caller) -> None:
    for number in range(7):
        await posted(program, name=f"n{number}")
    whole = await follow(program, 1_000)
    assert len({event["id"] for event in whole}) == len(whole) == 7
    assert await follow(program, 2) == await follow(program, 3) == whole
    assert await follow(program, 2, after=whole[3]["id"]) == whole[4:]


async def test_a_program_sees_its_own_site_only(app: Application, program: Caller) -> None:
    await posted(program)
    other = await app.program("blog")
    assert await follow(other, 10) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=x", "after"),
        ("after=1-2-3", "after"),
        ("after=-1", "after"),
        ("after=%D9%A3", "after"),
        ("after=1-%D9%A3", "after"),
        ("after=99999999999999999999999", "after"),
        ("after=(1", "after"),
        ("after=$", "after"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-5", "limit"),
        ("limit=a", "limit"),
    ],
)
async def test_a_wrong_cursor_or_limit_is_refused(program: Caller, query: str, field: str) -> None:
    assert set(errors_of(await program.get(f"/v1/decisions?{query}"))) == {field}


@pytest.mark.parametrize("after", ["0", "0-0", "1", "9999999999999999999-9999999999999999999"])
async def test_a_cursor_of_any_time_is_taken(program: Caller, after: str) -> None:
    await posted(program)
    answer = await program.get(f"/v1/decisions?after={after}")
    assert answer.status == 200
    assert len(answer.json["events"]) == (0 if after.startswith("9") else 1)
