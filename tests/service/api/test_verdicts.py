"""`/v1/review`: verdicts and undo."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.service.api.posting import WATCHED, posted, queued, status_path
from tests.service.api.problems import errors_of, is_problem
from tests.service.api.reviewing import LEASE_S, claim, ids_of, rule
from tests.support.application import Application, Caller


async def test_a_claimed_case_has_all_that_is_needed_to_decide(
    reader: Caller, app: Application, alice: Caller
) -> None:
    receipt = await posted(
        reader, WATCHED, article_title="Ferry", article_url="https://news.example/ferry", name="Al"
    )
    (case,) = await claim(alice)
    assert case["id"] == receipt["id"]
    assert (case["text"], case["author"]["name"], case["kind"]) == (WATCHED, "Al", "review")
    assert (case["article_title"], case["article_url"]) == ("Ferry", "https://news.example/ferry")
    assert case["reasons"][0] == {
        "code": "watched_word",
        "message": "It has a word that a moderator looks at first.",
        "evidence": "kettle",
    }
    assert case["scores"]
    assert case["spans"]
    expires = datetime.fromisoformat(case["expires_at"])
    assert abs(expires - datetime.now(UTC) - timedelta(seconds=LEASE_S)) < timedelta(seconds=30)
    assert case["claim"] == {"by": "alice", "expires_at": case["expires_at"]}
    assert len(case["token"]) >= 20
    assert app.clock.ahead_ms == 0


async def test_an_approved_case_is_shown_and_a_rejected_one_is_not(program: Caller, alice: Caller) -> None:
    good, bad = await queued(program, 2)
    cases = {case["id"]: case for case in await claim(alice)}
    approved, rejected = (
        await rule(alice, cases[good]),
        await rule(alice, cases[bad], "reject", reason="spam"),
    )
    assert approved.status == rejected.status == 200
    assert set(approved.json) == {"id", "status", "decided_by", "decided_at"}
    assert (approved.json["status"], rejected.json["status"]) == ("approved", "rejected")
    assert approved.json["decided_by"] == "alice"
    assert ids_of((await program.get("/v1/articles/a1/comments")).json["comments"]) == [good]
    assert (await alice.get("/v1/review/stats")).json["open"] == 0


async def test_a_second_verdict_is_told_who_was_faster(reader: Caller, alice: Caller) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    first = await rule(alice, case)
    again = await rule(alice, case, "reject")
    assert is_problem(again, 409, "already_decided")
    assert (again.json["decided_by"], again.json["verdict"]) == ("alice", "approve")
    assert datetime.fromisoformat(again.json["decided_at"]) == datetime.fromisoformat(
        first.json["decided_at"]
    )
    assert (await alice.get(f"/v1/review/cases/{case['id']}")).json["status"] == "approved"


async def test_of_many_verdicts_at_once_one_counts(program: Caller, alice: Caller) -> None:
    await queued(program)
    (case,) = await claim(alice)
    answers = await asyncio.gather(*(rule(alice, case, verdict) for verdict in ("approve", "reject") * 10))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 19
    verdicts = [
        event for event in (await program.get("/v1/decisions")).json["events"] if event["type"] == "verdict"
    ]
    assert len(verdicts) == 1


async def test_a_claim_that_has_ended_decides_nothing(
    app: Application, reader: Caller, alice: Caller, bob: Caller
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    app.clock.advance(LEASE_S - 1)
    assert await claim(bob) == []
    app.clock.advance(1)
    assert is_problem(await rule(alice, case), 409, "claim_ended")
    (now_bobs,) = await claim(bob)
    late = await rule(alice, case)
    assert is_problem(late, 409, "held_by_other")
    assert late.json["by"] == "bob"
    assert (await rule(bob, now_bobs)).status == 200


async def test_the_token_of_somebody_else_decides_nothing(reader: Caller, alice: Caller, bob: Caller) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    answer = await rule(bob, case)
    assert is_problem(answer, 409, "held_by_other")
    assert answer.json["by"] == "alice"
    assert (await rule(alice, case)).status == 200


@pytest.mark.parametrize("token", ["forged", "x" * 300, "é", "\u0001"])
async def test_a_forged_token_of_a_claim_does_nothing(
    reader: Caller, alice: Caller, bob: Caller, token: str
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    forged = case | {"token": token}
    assert is_problem(await rule(bob, forged), 409, "held_by_other")
    path = f"/v1/review/cases/{case['id']}"
    assert is_problem(await bob.post(f"{path}/renew", {"token": token}), 409, "claim_ended")
    for moderator in (bob, alice):
        refused = await moderator.post(f"{path}/release", {"token": token})
        assert is_problem(refused, 409, "held_by_other")
        assert refused.json["by"] == "alice"
    assert (await rule(alice, case)).status == 200


async def test_a_case_that_nobody_holds_cannot_be_decided(reader: Caller, alice: Caller) -> None:
    (comment_id,) = await queued(reader)
    assert is_problem(await rule(alice, {"id": comment_id, "token": "x"}), 409, "claim_ended")


async def test_a_comment_that_needs_no_verdict_gets_none(reader: Caller, alice: Caller) -> None:
    receipt = await posted(reader)
    assert is_problem(await rule(alice, receipt | {"token": "x"}), 409, "not_open")


@pytest.mark.parametrize("action", ["verdict", "undo", "ban"])
async def test_what_is_not_there_cannot_be_worked_on(alice: Caller, action: str) -> None:
    bodies = {"verdict": {"token": "x", "verdict": "approve"}, "ban": {}, "undo": None}
    for comment_id in ("nobody", "0" * 32, "a:audit", "%00", "..%2f..", "é" * 100):
        answer = await alice.post(f"/v1/review/cases/{comment_id}/{action}", bodies[action])
        assert is_problem(answer, 404, "not_found")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": ""}, "verdict"),
        ({"verdict": 1}, "verdict"),
        ({"token": ""}, "token"),
        ({"token": 7}, "token"),
        ({"verdict": "reject", "reason": 7}, "reason"),
        ({"verdict": "reject", "reason": "x" * 301}, "reason"),
        ({"note": "x" * 2_001}, "note"),
        ({"note": "a\0b"}, "note"),
        ({"notes": "x"}, "notes"),
    ],
)
async def test_a_wrong_verdict_decides_nothing(
    reader: Caller, alice: Caller, wrong: dict[str, Any], field: str
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    body = {"token": case["token"], "verdict": "approve"} | wrong
    answer = await alice.post(f"/v1/review/cases/{case['id']}/verdict", body)
    assert set(errors_of(answer)) == {field}
    assert (await rule(alice, case)).status == 200


async def test_a_reason_in_words_of_its_own_is_for_colleagues_and_the_commenter_reads_the_house_rules(
    reader: Caller, alice: Caller
) -> None:
    receipt = await posted(reader, WATCHED)
    (case,) = await claim(alice)
    assert (await rule(alice, case, "reject", reason="He calls her names", note="again")).status == 200
    file = (await alice.get(f"/v1/review/cases/{case['id']}")).json
    assert file["audit"][-1]["note"] == "He calls her names\nagain"
    standing = (await reader.get(status_path(receipt))).json
    assert standing["reasons"] == [{"code": "other", "message": "It is against the house rules."}]
    assert "names" not in str(standing)


async def test_undo_restores_what_was_and_the_case_is_the_callers(reader: Caller, alice: Caller) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    before = (await alice.get(f"/v1/review/cases/{case['id']}")).json
    await rule(alice, case)
    assert len((await reader.get("/v1/articles/a1/comments")).json["comments"]) == 1
    undone = await alice.post(f"/v1/review/cases/{case['id']}/undo")
    assert undone.status == 200
    assert (await reader.get("/v1/articles/a1/comments")).json["comments"] == []
    after = (await alice.get(f"/v1/review/cases/{case['id']}")).json
    changed = {key for key in before if before[key] != after[key]}
    assert changed <= {"token", "expires_at", "claim", "audit"}
    assert is_problem(await alice.post(f"/v1/review/cases/{case['id']}/undo"), 409, "nothing_to_undo")
    assert (await rule(alice, undone.json, "reject")).status == 200


async def test_a_moderator_may_not_undo_anothers_verdict_but_an_editor_may(
    reader: Caller, alice: Caller, bob: Caller, erin: Caller
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    await rule(alice, case)
    answer = await bob.post(f"/v1/review/cases/{case['id']}/undo")
    assert is_problem(answer, 403, "not_yours")
    assert answer.json["by"] == "alice"
    assert (await bob.get(f"/v1/review/cases/{case['id']}")).json["status"] == "approved"
    assert (await erin.post(f"/v1/review/cases/{case['id']}/undo")).json["claim"]["by"] == "erin"


async def test_a_decision_of_the_policy_is_nothing_to_undo(reader: Caller, erin: Caller) -> None:
    receipt = await posted(reader)
    assert is_problem(await erin.post(f"/v1/review/cases/{receipt['id']}/undo"), 409, "nothing_to_undo")
