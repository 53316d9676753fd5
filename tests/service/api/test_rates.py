"""Rate limits over HTTP: who is counted, what is told, when it goes on."""

import asyncio
import re

import pytest

from tests.service.api.posting import FRIENDLY, many, post, posted
from tests.service.api.problems import QUOTA_TYPE, is_problem
from tests.support.application import Answer, Application, Caller


def rates_of(answer: Answer) -> dict[str, dict[str, int]]:
    """Return what the headers tell of each rate: q, w, r and t."""
    told: dict[str, dict[str, int]] = {}
    for header in ("RateLimit-Policy", "RateLimit"):
        for item in answer.headers[header].split(", "):
            matched = re.fullmatch(r'"([a-z]+)"((?:;[a-z]=\d+)+)', item)
            assert matched, item
            pairs = (pair.split("=") for pair in matched[2].strip(";").split(";"))
            told.setdefault(matched[1], {}).update({name: int(number) for name, number in pairs})
    return told


async def test_the_defaults_let_a_person_write_and_stop_a_flood(reader: Caller) -> None:
    statuses = [(await post(reader, many(FRIENDLY))).status for _ in range(8)]
    assert statuses == [201] * 6 + [429] * 2


async def test_an_answer_tells_every_rate_and_what_is_left_of_it(reader: Caller) -> None:
    first, second = [await post(reader, many(FRIENDLY), site="tight") for _ in range(2)]
    assert rates_of(first) == {
        "address": {"q": 3, "w": 60, "r": 2, "t": 20},
        "author": {"q": 2, "w": 60, "r": 1, "t": 30},
        "article": {"q": 4, "w": 3_600, "r": 3, "t": 900},
        "site": {"q": 5, "w": 86_400, "r": 4, "t": 17_280},
    }
    assert {name: rate["r"] for name, rate in rates_of(second).items()} == {
        "address": 1,
        "author": 0,
        "article": 2,
        "site": 3,
    }


async def test_what_is_too_much_is_refused_with_when_to_try_again(reader: Caller) -> None:
    for _ in range(2):
        await posted(reader, many(FRIENDLY), site="tight")
    answer = await post(reader, many(FRIENDLY), site="tight")
    assert is_problem(answer, 429, "too_fast")
    assert answer.json["type"] == QUOTA_TYPE
    assert answer.json["violated-policies"] == ["author"]
    assert 28 <= int(answer.headers["Retry-After"]) <= 30
    assert rates_of(answer)["author"]["r"] == 0
    assert answer.headers["Retry-After"] in answer.json["detail"]


async def test_every_rate_that_is_used_up_is_named(reader: Caller) -> None:
    answers = [
        await post(reader, many(FRIENDLY), site="tight", name=name)
        for name in ("Ann", "Ann", "Bea", "Ann", "Bea")
    ]
    assert [answer.status for answer in answers] == [201] * 3 + [429] * 2
    assert [answer.json["violated-policies"] for answer in answers[3:]] == [
        ["address", "author"],
        ["address"],
    ]
    assert {name: rate["r"] for name, rate in rates_of(answers[4]).items()} == {
        "address": 0,
        "author": 1,
        "article": 1,
        "site": 2,
    }


async def test_after_that_time_it_goes_on(app: Application, reader: Caller) -> None:
    for _ in range(2):
        await posted(reader, many(FRIENDLY), site="tight")
    wait_s = int((await post(reader, many(FRIENDLY), site="tight")).headers["Retry-After"])
    app.clock.advance(wait_s - 3)
    assert (await post(reader, many(FRIENDLY), site="tight")).status == 429
    app.clock.advance(3)
    assert (await post(reader, many(FRIENDLY), site="tight")).status == 201


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [("address", 3), ("author", 2), ("article", 4)],
)
async def test_each_rate_counts_its_own(app: Application, reader: Caller, limit: str, allowed: int) -> None:
    async def one(number: int) -> Answer:
        if limit == "article":
            app.clock.advance(21)  # in which the rate of an address has room for one more
        name = "Alice" if limit == "author" else f"n{number}"
        article = "a0" if limit == "article" else f"a{number}"
        return await post(reader, many(FRIENDLY), site="tight", name=name, article=article)

    answers = [await one(number) for number in range(allowed + 1)]
    assert [answer.status for answer in answers] == [201] * allowed + [429]
    assert answers[-1].json["violated-policies"] == [limit]


async def test_anyone_may_call_themselves_alice_but_her_rate_is_her_own(app: Application) -> None:
    known = {"author": {"name": "Alice", "id": "42"}}
    program_like = app.anyone
    for _ in range(2):
        assert (await post(program_like, many(FRIENDLY), site="tight", **known)).status == 201
    assert (await post(program_like, many(FRIENDLY), site="tight", **known)).status == 429
    assert (await post(program_like, many(FRIENDLY), site="tight")).status == 201


async def test_a_program_is_held_to_the_rate_of_its_site_only(app: Application) -> None:
    program = await app.program("tight")
    answers = [await post(program, many(FRIENDLY)) for _ in range(6)]
    assert [answer.status for answer in answers] == [201] * 5 + [429]
    assert set(rates_of(answers[0])) == {"site"}
    assert answers[-1].json["violated-policies"] == ["site"]


async def test_a_program_that_tells_the_readers_address_is_held_to_its_rate_too(app: Application) -> None:
    program = await app.program("tight")
    answers = [await post(program, many(FRIENDLY), client_ip="192.0.2.7") for _ in range(4)]
    assert [answer.status for answer in answers] == [201] * 3 + [429]
    assert set(rates_of(answers[0])) == {"site", "address"}
    assert (await post(program, many(FRIENDLY), client_ip="192.0.2.8")).status == 201


async def test_where_no_rate_applies_none_is_told(program: Caller) -> None:
    answer = await post(program)
    assert "RateLimit" not in answer.headers
    assert "RateLimit-Policy" not in answer.headers


async def test_what_is_refused_for_one_rate_costs_nothing_of_the_others(reader: Caller) -> None:
    for _ in range(2):
        await posted(reader, many(FRIENDLY), site="tight")
    before = rates_of(await post(reader, many(FRIENDLY), site="tight"))
    after = rates_of(await post(reader, many(FRIENDLY), site="tight"))
    assert before["site"]["r"] == after["site"]["r"]
    assert (await post(reader, many(FRIENDLY), site="tight", name="Bob")).status == 201


async def test_of_a_hundred_at_once_exactly_so_many_are_taken(app: Application, program: Caller) -> None:
    program = await app.program("tight")
    answers = await asyncio.gather(*(post(program, many(FRIENDLY)) for _ in range(100)))
    assert sorted(answer.status for answer in answers) == [201] * 5 + [429] * 95
    assert len((await program.get("/v1/decisions")).json["events"]) == 5
