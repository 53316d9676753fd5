"""Held cases: for how long, how a claim is renewed, and how a case is given back."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from service.store.commands import Commands
from tests.service.api.posting import queued
from tests.service.api.problems import is_problem
from tests.service.api.reviewing import LEASE_S, claim, ids_of, rule
from tests.support.application import Application, Caller

PATIENCE_S = 10.0


async def test_what_is_claimed_for_who_has_gone_meanwhile_is_free(
    app: Application, program: Caller, alice: Caller, bob: Caller
) -> None:
    ids = await queued(program, 3)
    body = b'{"limit": 3}'
    connection = await begun_claim(alice, len(body))
    async with writes_put_off(app.services.commands) as commands:
        connection.write(body)
        await until_a_call_waits(commands)
        connection.close()
        await connection.wait_closed()
        await app.anyone.get("/nothing")  # that the connection has ended is known when this is answered
    await until_nothing_is_held(alice)
    assert set(ids_of(await claim(bob, 3))) == set(ids)


async def begun_claim(moderator: Caller, length: int) -> asyncio.StreamWriter:
    """A connection on which a claim lacks nothing but its body; the service has let the moderator in."""
    address, authorization = urlsplit(moderator.url), moderator.headers["Authorization"]
    _, connection = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST /v1/review/claims HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\n"
    kind = f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    connection.write(f"{head}{kind}".encode())
    await connection.drain()
    await moderator.get("/v1/review/stats")  # who comes later is let in later
    return connection


@asynccontextmanager
async def writes_put_off(commands: Commands) -> AsyncIterator[Commands]:
    """Redis keeps whatever would change something waiting until the block ends."""
    await commands.run("CLIENT", "PAUSE", 20_000, "WRITE")
    try:
        yield commands
    finally:
        await commands.run("CLIENT", "UNPAUSE")


async def until_a_call_waits(commands: Commands) -> None:
    """A call of one of our functions has reached Redis, which keeps it waiting."""
    async with asyncio.timeout(PATIENCE_S):
        while not re.search(r" flags=\w*b\w* .* cmd=fcall", await commands.run("CLIENT", "LIST")):
            await asyncio.sleep(0.01)


async def until_nothing_is_held(moderator: Caller) -> None:
    """Nobody holds any case."""
    async with asyncio.timeout(PATIENCE_S):
        while (await moderator.get("/v1/review/stats")).json["claimed"]:
            await asyncio.sleep(0.01)


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
