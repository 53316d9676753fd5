"""`/v1/review/cases` and `/v1/review/stats`: what waits, listed, counted, and told in full."""

from typing import Any

import pytest

from tests.service.api.posting import WATCHED, posted, queued
from tests.service.api.problems import errors_of
from tests.service.api.reviewing import LEASE_S, claim, ids_of, rule
from tests.support.application import Application, Caller


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


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("article_id=a2", 2),
        ("article_id=", 3),
        ("reason=watched_word&article_id=a1", 1),
        ("q=KETTLE+shop", 3),
        ("q=ferry", 0),
        ("label=threat", 0),
        ("waiting=1h", 0),
        ("score_from=0&score_to=0.99", 3),
        ("score_from=0.99", 0),
    ],
)
async def test_list_and_counts_know_the_same_filter(
    program: Caller, alice: Caller, bob: Caller, query: str, number: int
) -> None:
    for article in ("a1", "a2", "a2"):
        await queued(program, article=article)
    await claim(bob, 1, article_id="a2")
    listed = (await alice.get(f"/v1/review/cases?{query}")).json["cases"]
    counts = (await alice.get(f"/v1/review/stats?{query}")).json
    held = sum(1 for case in listed if case["claim"])
    assert (len(listed), counts["open"], counts["claimed"]) == (number, number, held)
    assert counts["waiting"] == number - held
    assert bool(counts["next_due"]) == (number > 0)


async def test_the_list_comes_in_the_order_asked_for(
    app: Application, program: Caller, alice: Caller
) -> None:
    cases = []
    for text in ("A kettle for my ugly old dog.", "A kettle for my aunt.", "A kettle for my silly boss."):
        cases.append(await posted(program, text))
        app.clock.advance(1)
    likeliest = ids_of(sorted(cases, key=lambda case: -case["likely_to_reject"]))
    for sort, order in (("oldest", ids_of(cases)), ("score", likeliest)):
        first = (await alice.get(f"/v1/review/cases?sort={sort}&limit=2")).json
        rest = (await alice.get(f"/v1/review/cases?sort={sort}&limit=2&after={first['next']}")).json
        assert ids_of(first["cases"] + rest["cases"]) == order
        assert rest["next"] is None
    assert set(errors_of(await alice.get("/v1/review/cases?sort=newest"))) == {"sort"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("waiting=2h", "waiting"),
        ("score_from=much", "score_from"),
        ("score_to=1.01", "score_to"),
        ("score_to=nan", "score_to"),
        ("score_from=.४", "score_from"),
        ("score_from=0_0", "score_from"),
        ("q=" + "x" * 301, "q"),
    ],
)
async def test_a_wrong_filter_is_named(alice: Caller, query: str, field: str) -> None:
    for path in ("cases", "stats"):
        assert set(errors_of(await alice.get(f"/v1/review/{path}?{query}"))) == {field}


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
