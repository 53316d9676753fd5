"""`GET /v1/review/events`: decisions as they happen."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.service.api.posting import BLOCKED, WATCHED, posted
from tests.service.api.problems import errors_of
from tests.support.application import Application, Caller

PATIENCE_S = 10.0


@asynccontextmanager
async def listening(moderator: Caller, *, after: str = "") -> AsyncIterator[aiohttp.ClientResponse]:
    """A stream of events is open."""
    headers = {**moderator.headers} | ({"Last-Event-ID": after} if after else {})
    url = f"{moderator.url}/v1/review/events"
    async with moderator.http.get(url, headers=headers) as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/event-stream"
        yield response


async def heard(stream: aiohttp.ClientResponse) -> dict[str, Any]:
    """Return the next event as its fields, its data decoded."""
    async with asyncio.timeout(PATIENCE_S):
        while not (block := (await stream.content.readuntil(b"\n\n")).decode().strip()).startswith("id:"):
            pass
    fields = dict(line.split(": ", 1) for line in block.splitlines())
    return fields | {"data": json.loads(fields["data"])}


def bearer(caller: Caller) -> str:
    return caller.headers["Authorization"].removeprefix("Bearer ")


async def test_what_happens_is_heard_at_once(reader: Caller, alice: Caller) -> None:
    before = await posted(reader, BLOCKED)
    async with listening(alice) as stream:
        after = await posted(reader, WATCHED)
        event = await heard(stream)
    assert event["event"] == "decision"
    assert event["data"]["comment_id"] == after["id"] != before["id"]
    assert event["data"]["id"] == event["id"]


async def test_a_stream_that_broke_goes_on_where_it_was(reader: Caller, alice: Caller) -> None:
    receipts = [await posted(reader, WATCHED, name=f"n{number}") for number in range(3)]
    async with listening(alice, after="0") as stream:
        first = await heard(stream)
    async with listening(alice, after=first["id"]) as stream:
        others = [await heard(stream), await heard(stream)]
    told = [event["data"]["comment_id"] for event in (first, *others)]
    assert told == [receipt["id"] for receipt in receipts]


async def test_a_verdict_is_heard_by_the_others(reader: Caller, alice: Caller, bob: Caller) -> None:
    await posted(reader, WATCHED)
    case = (await alice.post("/v1/review/claims", {})).json["cases"][0]
    async with listening(bob) as stream:
        body = {"token": case["token"], "verdict": "approve"}
        await alice.post(f"/v1/review/cases/{case['id']}/verdict", body)
        event = await heard(stream)
    assert (event["event"], event["data"]["by"]) == ("verdict", "alice")


async def test_a_stream_ends_with_the_session(app: Application, bob: Caller) -> None:
    alice = await app.moderator("alice")
    async with listening(alice) as hers, listening(bob) as his:
        await app.services.people.end_session(bearer(alice))
        async with asyncio.timeout(PATIENCE_S):
            await hers.content.read()
        assert not his.content.at_eof()


@pytest.mark.parametrize("after", ["x", "-1", "1-x", "99999999999999999999"])
async def test_a_wrong_place_to_go_on_is_refused(alice: Caller, after: str) -> None:
    answer = await alice.sending(Last_Event_ID=after).get("/v1/review/events")
    assert set(errors_of(answer)) == {"Last-Event-ID"}
