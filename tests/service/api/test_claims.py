"""`/v1/review`: claiming cases, listing them, holding and giving them back."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.service.api.posting import WATCHED, posted, queued
from tests.service.api.problems import errors_of, is_problem
from tests.service.api.reviewing import LEASE_S, claim, ids_of, rule
from tests.support.application import Application, Caller


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
        ({"ids": None}, ["a1", "a2"]),
        ({"q": "KETTLE shop"}, ["a1", "a2"]),
        ({"q": "kettle ferry"}, []),
        ({"label": "threat"}, []),
        ({"waiting": "1h"}, []),
        ({"waiting": None, "score_from": 0.0, "score_to": 1}, ["a1", "a2"]),
        ({"score_from": 0.99}, []),
        ({"score_to": 0.0}, []),
        ({"q": "kettle", "article_id": "a2", "score_to": 0.99}, ["a2"]),
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


async def test_cases_are_claimed_in_the_order_asked_for(
    app: Application, program: Caller, alice: Caller
) -> None:
    texts = ("A kettle for my ugly old dog.", "A kettle for my aunt.", "A kettle for my silly boss.")
    cases = []
    for text in texts:
        cases.append(await posted(program, text))
        app.clock.advance(1)
    oldest = ids_of(cases)
    likeliest = ids_of(sorted(cases, key=lambda case: -case["likely_to_reject"]))
    for sort, order in (("oldest", oldest), ("score", likeliest)):
        for comment_id in order[:2]:
            (case,) = await claim(alice, 1, sort=sort)
            assert case["id"] == comment_id
        (case,) = await claim(alice, 1, sort=sort, q="kettle")
        assert case["id"] == order[2]
        await give_all_back(alice)
    assert ids_of(await claim(alice, ids=oldest[::-1])) == oldest[::-1]


async def give_all_back(moderator: Caller) -> None:
    for case in (await moderator.get("/v1/review/cases")).json["cases"]:
        await moderator.post(f"/v1/review/cases/{case['id']}/release", {"token": case["token"]})


async def test_the_first_that_fit_are_found_among_many_that_are_held(
    program: Caller, alice: Caller, bob: Caller
) -> None:
    await queued(program, 105, article="a1")
    for limit in (100, 4):
        assert len(await claim(alice, limit, article_id="a1")) == limit
    assert len(await claim(bob, 5, article_id="a1")) == 1


async def test_what_is_claimed_for_who_has_gone_meanwhile_is_free(
    app: Application, program: Caller, alice: Caller, bob: Caller
) -> None:
    ids = await queued(program, 3)
    address, body = urlsplit(alice.url), '{"limit": 3}'
    head = (
        f"POST /v1/review/claims HTTP/1.1\r\nHost: x\r\nAuthorization: {alice.headers['Authorization']}\r\n"
    )
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    _, writing = await asyncio.open_connection(address.hostname, address.port)
    writing.write(f"{head}{kind}".encode())
    await asyncio.sleep(0.1)
    await app.services.commands.run("CLIENT", "PAUSE", 500, "WRITE")
    writing.write(body.encode())
    await asyncio.sleep(0.1)
    writing.close()
    await asyncio.sleep(0.9)
    assert set(ids_of(await claim(bob, 3))) == set(ids)


async def test_what_is_not_wanted_is_left_to_others(program: Caller, alice: Caller, bob: Caller) -> None:
    first, second, third = await queued(program, 3)
    assert ids_of(await claim(alice, 5, not_ids=[first, third])) == [second]
    assert ids_of(await claim(bob, 5, not_ids=[third], ids=[third, first])) == [first]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": 1.5}, "limit"),
        ({"filter": "a1"}, "filter"),
        ({"filter": []}, "filter"),
        ({"filter": {"article": "a1"}}, "filter.article"),
        ({"filter": {"article_id": 1}}, "article_id"),
        ({"filter": {"ids": "c1"}}, "filter.ids"),
        ({"filter": {"ids": []}}, "filter.ids"),
        ({"filter": {"waiting": "2h"}}, "filter.waiting"),
        ({"filter": {"waiting": ["1h"]}}, "filter.waiting"),
        ({"filter": {"label": 1}}, "label"),
        ({"filter": {"q": ["kettle"]}}, "q"),
        ({"filter": {"score_from": 1.01}}, "score_from"),
        ({"filter": {"score_to": "0.5"}}, "score_to"),
        ({"filter": {"score_to": True}}, "score_to"),
        ({"filter": {"ids": [1]}}, "filter.ids"),
        ({"filter": {"ids": ["\udc00"]}}, "filter.ids"),
        ({"filter": {"ids": ["x"] * 101}}, "filter.ids"),
        ({"filter": {"not_ids": []}}, "filter.not_ids"),
        ({"filter": {"not_ids": ["x"] * 1_001}}, "filter.not_ids"),
        ({"filters": {}}, "filters"),
        ({"sort": "newest"}, "sort"),
        ({"sort": 1}, "sort"),
    ],
)
async def test_a_wrong_wish_claims_nothing(
    reader: Caller, alice: Caller, body: dict[str, Any], field: str
) -> None:
    await queued(reader)
    assert set(errors_of(await alice.post("/v1/review/claims", body))) == {field}
    assert (await alice.get("/v1/review/stats")).json["claimed"] == 0


async def test_cases_are_claimed_by_how_long_they_wait(
    app: Application, reader: Caller, alice: Caller
) -> None:
    [early] = await queued(reader)
    app.clock.advance(3_601)
    await queued(reader)
    assert ids_of(await claim(alice, waiting="1h")) == [early]


@pytest.mark.parametrize("action", ["release", "renew"])
async def test_a_case_that_there_is_not_can_neither_be_given_back_nor_held(
    alice: Caller, action: str
) -> None:
    answer = await alice.post(f"/v1/review/cases/nobody/{action}", {"token": "t"})
    assert is_problem(answer, 404, "not_found")


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
