"""`/v1/review`: claims, verdicts, undo, and who may do what."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.usecases.review import LEASE_MS
from tests.service.api.posting import WATCHED, many, posted, queued
from tests.service.api.problems import errors_of, is_problem
from tests.support.application import Answer, Application, Caller

LEASE_S = LEASE_MS // 1_000


async def claim(moderator: Caller, limit: int = 50, **wanted: Any) -> list[dict[str, Any]]:
    """Claim cases and return them."""
    body = {"limit": limit} | ({"filter": wanted} if wanted else {})
    answer = await moderator.post("/v1/review/claims", body)
    assert answer.status == 200, answer.text
    cases: list[dict[str, Any]] = answer.json["cases"]
    return cases


async def rule(moderator: Caller, case: dict[str, Any], verdict: str = "approve", **more: Any) -> Answer:
    """Send a verdict on a case."""
    body = {"token": case["token"], "verdict": verdict} | more
    return await moderator.post(f"/v1/review/cases/{case['id']}/verdict", body)


def ids_of(cases: list[dict[str, Any]]) -> list[str]:
    """Return the ids of cases."""
    return [case["id"] for case in cases]


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


async def test_two_moderators_never_hold_the_same_case(program: Caller, alice: Caller, bob: Caller) -> None:
    await queued(program, 6)
    shares = await asyncio.gather(*(claim(moderator, 2) for moderator in (alice, bob, alice, bob)))
    ids = [case["id"] for share in shares for case in share]
    assert len(ids) == len(set(ids)) == 6


async def test_the_most_urgent_comes_first_and_at_most_so_many(program: Caller, alice: Caller) -> None:
    texts = [
        f"A kettle for my {thing}." for thing in ("garden", "ugly old dog", "aunt", "silly boss", "soup")
    ]
    scored = (await program.post("/v1/score", {"texts": texts})).json["results"]
    urgency = {
        text: max(result["likely_to_reject"], result["scores"]["threat"])
        for text, result in zip(texts, scored, strict=True)
    }
    texts.sort(key=urgency.__getitem__)
    ids = [(await posted(program, text))["id"] for text in texts]
    assert ids_of(await claim(alice, 3)) == ids[:1:-1]
    assert ids_of(await claim(alice, 3)) == ids[1::-1]


@pytest.mark.parametrize(
    ("wanted", "articles"),
    [
        ({"article_id": "a1"}, ["a1"]),
        ({"reason": "watched_word"}, ["a1", "a2"]),
        ({"reason": "language"}, []),
        ({"language": "xx"}, []),
        ({"article_id": "a1", "reason": "watched_word"}, ["a1"]),
        ({"article_id": None}, ["a1", "a2"]),
        ({"ids": ["nobody"]}, []),
    ],
)
async def test_only_the_cases_that_are_wanted_are_claimed(
    program: Caller, alice: Caller, wanted: dict[str, Any], articles: list[str]
) -> None:
    for article in ("a1", "a2"):
        await queued(program, article=article)
    assert sorted(case["article_id"] for case in await claim(alice, **wanted)) == articles


async def test_cases_are_claimed_by_author_and_by_id(program: Caller, alice: Caller, bob: Caller) -> None:
    first = await posted(program, WATCHED, author={"name": "Al", "id": "1"})
    second = await posted(program, WATCHED, author={"name": "Al", "id": "2"})
    listed = (await alice.get("/v1/review/cases")).json["cases"]
    author = next(case["author"]["key"] for case in listed if case["id"] == first["id"])
    assert ids_of(await claim(alice, author=author)) == [first["id"]]
    assert ids_of(await claim(bob, ids=[first["id"], second["id"]])) == [second["id"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 51}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": 1.5}, "limit"),
        ({"filter": "a1"}, "filter"),
        ({"filter": []}, "filter"),
        ({"filter": {"article": "a1"}}, "filter.article"),
        ({"filter": {"article_id": 1}}, "article_id"),
        ({"filter": {"ids": "c1"}}, "filter.ids"),
        ({"filter": {"ids": []}}, "filter.ids"),
        ({"filter": {"ids": [1]}}, "filter.ids"),
        ({"filter": {"ids": ["x"] * 51}}, "filter.ids"),
        ({"filters": {}}, "filters"),
    ],
)
async def test_a_wrong_wish_claims_nothing(
    reader: Caller, alice: Caller, body: dict[str, Any], field: str
) -> None:
    await queued(reader)
    assert set(errors_of(await alice.post("/v1/review/claims", body))) == {field}
    assert (await alice.get("/v1/review/stats")).json["claimed"] == 0


async def test_open_cases_are_listed_in_pages_without_tokens_of_others(
    program: Caller, alice: Caller, bob: Caller
) -> None:
    ids = await queued(program, 5)
    (held,) = await claim(bob, 1)
    first = (await alice.get("/v1/review/cases?limit=2")).json
    second = (await alice.get(f"/v1/review/cases?limit=2&after={first['next']}")).json
    third = (await alice.get(f"/v1/review/cases?limit=2&after={second['next']}")).json
    listed = first["cases"] + second["cases"] + third["cases"]
    assert sorted(ids_of(listed)) == ids
    assert third["next"] is None
    assert all("token" not in case for case in listed)
    assert [case["claim"]["by"] for case in listed if case["claim"]] == ["bob"]
    own = (await bob.get("/v1/review/cases")).json["cases"]
    assert [case["token"] for case in own if "token" in case] == [held["token"]]


async def test_the_list_can_be_filtered(program: Caller, alice: Caller) -> None:
    for article in ("a1", "a2", "a2"):
        await queued(program, article=article)
    listed = (await alice.get("/v1/review/cases?article_id=a2&reason=watched_word")).json["cases"]
    assert [case["article_id"] for case in listed] == ["a2", "a2"]
    assert (await alice.get("/v1/review/cases?language=xx")).json == {"cases": [], "next": None}


async def test_a_case_file_tells_what_happened_and_who_the_author_is(
    program: Caller, alice: Caller, erin: Caller
) -> None:
    known: dict[str, Any] = {"author": {"name": "Al", "id": "42"}}
    earlier = await posted(program, **known)
    reply = await posted(program, WATCHED, parent_id=earlier["id"], **known)
    (case,) = await claim(alice)
    await rule(alice, case, "reject", reason="spam", note="again")
    await erin.post(f"/v1/review/cases/{reply['id']}/undo")
    file = (await erin.get(f"/v1/review/cases/{reply['id']}")).json
    assert [(entry["type"], entry["by"], entry["status"]) for entry in file["audit"]] == [
        ("decision", "policy", "pending"),
        ("verdict", "alice", "rejected"),
        ("undo", "erin", "pending"),
    ]
    assert file["audit"][1]["note"] == "again"
    assert file["audit"][0]["model"] == reply["model"]
    assert file["author_history"]["counts"] == {"approved": 1, "pending": 0, "rejected": 0}
    assert ids_of(file["author_history"]["latest"]) == [earlier["id"]]
    assert file["parent"]["id"] == earlier["id"]
    assert file["spans"]


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
    await bob.post(f"{path}/release", {"token": token})
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
        ({"verdict": "reject", "reason": "dislike"}, "reason"),
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


async def test_a_renewed_claim_lasts_longer(
    app: Application, reader: Caller, alice: Caller, bob: Caller
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    app.clock.advance(LEASE_S - 1)
    answer = await alice.post(f"/v1/review/cases/{case['id']}/renew", {"token": case["token"]})
    assert answer.status == 200
    assert answer.json["expires_at"] > case["expires_at"]
    app.clock.advance(LEASE_S - 1)
    assert await claim(bob) == []
    assert (await rule(alice, case)).status == 200


async def test_a_claim_that_has_ended_cannot_be_renewed(
    app: Application, reader: Caller, alice: Caller
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    app.clock.advance(LEASE_S)
    answer = await alice.post(f"/v1/review/cases/{case['id']}/renew", {"token": case["token"]})
    assert is_problem(answer, 409, "claim_ended")


async def test_a_case_that_is_given_back_is_free_for_others(
    reader: Caller, alice: Caller, bob: Caller
) -> None:
    await queued(reader)
    (case,) = await claim(alice)
    for _ in range(2):
        answer = await alice.post(f"/v1/review/cases/{case['id']}/release", {"token": case["token"]})
        assert (answer.status, answer.json) == (200, {"id": case["id"]})
    assert is_problem(await rule(alice, case), 409, "claim_ended")
    assert ids_of(await claim(bob)) == [case["id"]]


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


async def test_the_counts_follow_the_work(
    app: Application, program: Caller, alice: Caller, bob: Caller
) -> None:
    none = {"open": 0, "claimed": 0, "waiting": 0, "mine": 0, "next_due": None}
    assert (await alice.get("/v1/review/stats")).json == none
    await queued(program, 4)
    await claim(alice, 1)
    await claim(bob, 2)
    counts = (await alice.get("/v1/review/stats")).json
    assert {name: counts[name] for name in ("open", "claimed", "waiting", "mine")} == {
        "open": 4,
        "claimed": 3,
        "waiting": 1,
        "mine": 1,
    }
    assert counts["next_due"]
    app.clock.advance(LEASE_S)
    assert (await alice.get("/v1/review/stats")).json["claimed"] == 0


async def test_a_banned_author_may_not_comment_until_the_ban_ends(
    app: Application, program: Caller, alice: Caller
) -> None:
    known: dict[str, Any] = {"author": {"name": "Al", "id": "42"}}
    receipt = await posted(program, **known)
    path = f"/v1/review/cases/{receipt['id']}/ban"
    answer = await alice.post(path, {"target": "author", "period": "1h", "reason": "spam"})
    assert answer.status == 201
    refused = await program.post(
        "/v1/comments", {"article_id": "a1", "text": many(), "author": {"name": "Another", "id": "42"}}
    )
    assert is_problem(refused, 403, "banned")
    await posted(program, many(), author={"name": "Al", "id": "43"})
    app.clock.advance(3_600)
    await posted(program, many(), **known)


async def test_a_ban_can_be_lifted(program: Caller, alice: Caller) -> None:
    known: dict[str, Any] = {"author": {"name": "Al", "id": "42"}}
    receipt = await posted(program, **known)
    path = f"/v1/review/cases/{receipt['id']}/ban"
    assert (await alice.post(path, {})).json == {"target": "author", "by": "alice", "until": None}
    assert (await alice.request("DELETE", path)).status == 204
    await posted(program, many(), **known)
    assert is_problem(await alice.request("DELETE", path), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"target": "planet"}, "target"),
        ({"target": "author"}, "target"),
        ({"period": "soon"}, "period"),
        ({"reason": "x" * 501}, "reason"),
        ({"why": "x"}, "why"),
    ],
)
async def test_a_ban_that_would_hit_strangers_or_nobody_is_refused(
    reader: Caller, alice: Caller, body: dict[str, Any], field: str
) -> None:
    receipt = await posted(reader)
    answer = await alice.post(f"/v1/review/cases/{receipt['id']}/ban", body)
    assert field in errors_of(answer)
    assert (await reader.get("/v1/articles/a1/comments")).json["comments"]
