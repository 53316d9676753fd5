"""`/v1/review/claims`: which cases are claimed, and in which order."""

import asyncio
from typing import Any

import pytest

from tests.service.api.posting import WATCHED, posted, queued
from tests.service.api.problems import errors_of
from tests.service.api.reviewing import claim, ids_of
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
