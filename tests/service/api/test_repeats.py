"""Sending the same again: `Idempotency-Key` and duplicates."""

import asyncio
import uuid

import pytest

from tests.service.api.posting import FRIENDLY, WATCHED, many, post, posted, queued
from tests.service.api.problems import is_problem
from tests.support.application import Application, Caller


def repeating(caller: Caller) -> Caller:
    """Return a caller whose requests all have one new key."""
    return caller.sending(Idempotency_Key=str(uuid.uuid4()))


@pytest.mark.parametrize("text", [FRIENDLY, WATCHED])
async def test_the_same_request_gets_the_same_result_and_is_kept_once(
    app: Application, reader: Caller, text: str
) -> None:
    sender = repeating(reader)
    first, second, third = [await post(sender, text) for _ in range(3)]
    assert first.status == second.status == third.status == 201
    assert first.json == second.json == third.json
    program = await app.program()
    assert len((await program.get("/v1/decisions")).json["events"]) == 1


async def test_the_first_result_is_given_even_after_a_verdict(reader: Caller, alice: Caller) -> None:
    sender = repeating(reader)
    first = await posted(sender, WATCHED)
    case = (await alice.post("/v1/review/claims", {})).json["cases"][0]
    body = {"token": case["token"], "verdict": "approve"}
    assert (await alice.post(f"/v1/review/cases/{first['id']}/verdict", body)).status == 200
    assert await posted(sender, WATCHED) == first


async def test_a_repeat_costs_nothing_of_a_rate(reader: Caller) -> None:
    sender = repeating(reader)
    statuses = [(await post(sender, site="tight")).status for _ in range(10)]
    assert statuses == [201] * 10


async def test_the_same_key_with_another_body_is_refused(reader: Caller) -> None:
    sender = repeating(reader)
    await posted(sender)
    assert is_problem(await post(sender, name="Bob"), 422, "idempotency_key_reused")


async def test_the_same_key_of_two_programs_means_two_requests(app: Application) -> None:
    key = str(uuid.uuid4())
    one, other = [(await app.program()).sending(Idempotency_Key=key) for _ in range(2)]
    assert (await posted(one))["id"] != (await posted(other, name="Bob"))["id"]


async def test_a_request_that_is_being_processed_is_not_processed_again(
    app: Application, program: Caller
) -> None:
    busy = asyncio.create_task(app.services.scorer.assess_all(["slow words " * 900] * 200))
    await asyncio.sleep(0)  # now the model is at work, and what comes next waits for it
    sender = repeating(program)
    answers = await asyncio.gather(post(sender), post(sender))
    assert sorted(answer.status for answer in answers) == [201, 409]
    (refused,) = [answer for answer in answers if answer.status == 409]
    assert is_problem(refused, 409, "under_way")
    assert refused.headers["Retry-After"] == "1"
    assert len(await busy) == 200
    (taken,) = [answer for answer in answers if answer.status == 201]
    assert (await post(sender)).json == taken.json


async def test_many_at_once_with_one_key_are_kept_once(program: Caller) -> None:
    sender = repeating(program)
    answers = await asyncio.gather(*(post(sender) for _ in range(30)))
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.json["id"] for answer in answers if answer.status == 201}) == 1
    assert len((await program.get("/v1/decisions")).json["events"]) == 1


async def test_a_refused_request_may_be_corrected_under_the_same_key(reader: Caller) -> None:
    sender = repeating(reader)
    assert (await sender.post("/v1/comments", {})).status == 422
    assert (await post(sender)).status == 201


async def test_a_key_of_a_comment_that_was_erased_gets_no_other(app: Application, reader: Caller) -> None:
    sender = repeating(reader)
    receipt = await posted(sender)
    comments = app.services.sites["default"].comments
    comment = await comments.find(receipt["id"])
    assert comment is not None
    assert await comments.erase(comment, app.clock())
    assert is_problem(await post(sender), 410, "erased")


@pytest.mark.parametrize("text", [FRIENDLY, f"  {FRIENDLY.upper()} ", " ".join(FRIENDLY), WATCHED])
async def test_the_same_words_again_are_a_duplicate(reader: Caller, text: str) -> None:
    await posted(reader, FRIENDLY)
    await posted(reader, WATCHED)
    answer = await post(reader, text)
    assert is_problem(answer, 409, "duplicate")
    assert answer.json["detail"] == "It looks as though you have already said that."


async def test_the_same_words_elsewhere_or_from_somebody_else_are_none(reader: Caller) -> None:
    parent = await posted(reader)
    await posted(reader, name="Bob")
    await posted(reader, article="a2")
    await posted(reader, parent_id=parent["id"])


async def test_of_many_duplicates_at_once_one_is_kept(program: Caller) -> None:
    answers = await asyncio.gather(*(post(program) for _ in range(30)))
    assert sorted({answer.status for answer in answers}) == [201, 409]
    assert sum(answer.status == 201 for answer in answers) == 1
    assert len((await program.get("/v1/decisions")).json["events"]) == 1


async def test_what_is_a_duplicate_costs_nothing_of_a_rate(reader: Caller) -> None:
    await posted(reader, site="tight")
    for _ in range(5):
        assert (await post(reader, site="tight")).status == 409
    await posted(reader, many(FRIENDLY), site="tight")


async def test_ids_keep_the_order_of_posting(reader: Caller) -> None:
    ids = await queued(reader, 3)
    assert ids == sorted(ids)
