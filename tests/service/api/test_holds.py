"""Held cases: for how long, how a claim is renewed, and how a case is given back."""

import asyncio
from urllib.parse import urlsplit

import pytest

from tests.service.api.posting import queued
from tests.service.api.problems import is_problem
from tests.service.api.reviewing import LEASE_S, claim, ids_of, rule
from tests.support.application import Application, Caller


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


@pytest.mark.parametrize("action", ["release", "renew"])
async def test_a_case_that_there_is_not_can_neither_be_given_back_nor_held(
    alice: Caller, action: str
) -> None:
    answer = await alice.post(f"/v1/review/cases/nobody/{action}", {"token": "t"})
    assert is_problem(answer, 404, "not_found")


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
