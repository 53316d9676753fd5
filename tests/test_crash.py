"""`kill -9` of the service, its server and the server's guard: nothing that was acknowledged is lost."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from service.domain.clock import wall_clock
from service.store.commands import Commands
from service.store.connection import connect
from service.store.people import People
from tests.support.aftermath import (
    check_every_comment_is_whole,
    embedded_pid,
    guard_pid,
    kill9,
    socket_url,
    until_nobody_works_on,
)
from tests.support.calls import Answer, Calls, a_submission, calls_to
from tests.support.processes import Service, fairword_serve, start_fairword
from tests.support.redis_servers import free_port, redis_over_tcp, server_pid

SUBMISSIONS = 500
AT_ONCE = 20
VICTIMS = ("service", "server", "guard") * 3
NO_LIMITS = '[sites.default]\nlimits = { address = "off", author = "off" }\n'
TEXTS = ("What a lovely garden, number {}!", "You are a stupid idiot, number {}", "http://spam.example {}")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    config = tmp_path / "fairword.toml"
    config.write_text(NO_LIMITS)
    return {"FAIRWORD_CONFIG": str(config)}


@dataclass
class Flood:
    """Submissions that go on whatever happens to the service."""

    numbers: Iterator[int]
    receipts: dict[int, dict[str, Any]] = field(default_factory=dict)
    unanswered: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, calls: Calls) -> None:
        """Send one submission after another until all were sent or the service is gone."""
        for number in self.numbers:
            try:
                while not await self.is_settled(calls, number):
                    await asyncio.sleep(0.02)  # a browser would wait for longer
            except aiohttp.ClientError:
                self.unanswered.add(number)
                return

    async def submit(self, calls: Calls, number: int) -> Answer:
        """Send the submission of a number; the odd ones may be sent again."""
        body = a_submission(
            article_id=f"article-{number % 7}",
            author={"name": f"Author {number % 50}"},
            text=TEXTS[number % len(TEXTS)].format(number),
        )
        again = {"idempotency_key": f"request-{number}"} if number % 2 else {}
        return await calls.post("/v1/comments", body, **again)

    async def is_settled(self, calls: Calls, number: int) -> bool:
        """Send a submission; false when the answer says to try again."""
        answer = await self.submit(calls, number)
        if answer.status == 503:
            assert answer.body["code"] == "unavailable"
            assert int(answer.headers["retry-after"]) > 0
            self.refused.add(number)
            return False
        if answer.status == 409:  # an earlier try was taken though its answer said 503, or still counts
            assert number in self.refused
            assert answer.body["code"] in {"duplicate", "under_way"}
            return True
        assert answer.status == 201
        self.receipts[number] = answer.body
        async with self.arrived:
            self.arrived.notify_all()
        return True

    async def until_acknowledged(self, count: int) -> None:
        async with asyncio.timeout(20), self.arrived:
            await self.arrived.wait_for(lambda: len(self.receipts) >= count)


async def test_what_was_acknowledged_is_there_once_after_any_kill(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    rng, flood, data_dir = random.Random(1), Flood(iter(range(SUBMISSIONS))), tmp_path / "data"  # noqa: S311
    victims = iter([*rng.sample(VICTIMS, len(VICTIMS)), "service"])
    for victim in victims:
        service = start_fairword(data_dir, environment)
        try:
            await flood_and_kill(flood, service, chain([victim], victims), rng)
        finally:
            service.kill9()
        await until_nobody_works_on(data_dir)
    with fairword_serve(data_dir, environment) as service:
        async with calls_to(service.url) as calls:
            await flood.send(calls)
            await check_receipts(flood, calls, data_dir)
    await until_nobody_works_on(data_dir)
    assert len(flood.receipts) > SUBMISSIONS / 2, "it was no flood"
    assert flood.unanswered, "no kill hit a request"


async def flood_and_kill(flood: Flood, service: Service, victims: Iterator[str], rng: random.Random) -> None:
    """One after another dies while submissions are under way, until it is the service's turn.

    From the loss of its server or guard the service recovers by itself.
    """
    await asyncio.to_thread(service.wait_until_ready)
    async with calls_to(service.url) as calls, asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(flood.send(calls))
        for victim in victims:
            await flood.until_acknowledged(len(flood.receipts) + rng.randrange(1, 30))
            await asyncio.sleep(rng.random() / 50)
            kill_the(victim, service)
            if victim == "service":
                return
            await flood.until_acknowledged(len(flood.receipts) + 5)


def kill_the(victim: str, service: Service) -> None:
    match victim:
        case "service":
            service.kill9()
        case "server":
            kill9(embedded_pid(service.data_dir))
        case "guard":
            kill9(guard_pid(service.data_dir))


async def check_receipts(flood: Flood, calls: Calls, data_dir: Path) -> None:
    """Each acknowledged comment is there once, the others once or not at all, and nothing is half there."""
    commands = Commands(await connect(socket_url(data_dir)))
    key = await People(commands).create_key("default", "test", wall_clock())
    kept = await check_every_comment_is_whole(commands, "default")
    await commands.close()
    assert {receipt["id"] for receipt in flood.receipts.values()} <= kept
    seen = [event["comment_id"] for event in await calls.decisions(key)]
    assert sorted(seen) == sorted(kept)
    found = {
        comment_id: (await calls.get(f"/v1/comments/{comment_id}", bearer=key)).body for comment_id in kept
    }
    texts = [comment["text"] for comment in found.values()]
    assert len(set(texts)) == len(texts), "one submission became two comments"
    for receipt in flood.receipts.values():
        assert found[receipt["id"]]["status"] == receipt["status"]
    await check_requests_sent_again(flood, calls)


async def check_requests_sent_again(flood: Flood, calls: Calls) -> None:
    """Whoever sends an acknowledged request again gets the first answer."""
    again = [number for number in flood.receipts if number % 2]
    for number in again[:: max(1, len(again) // 50)]:
        answer = await flood.submit(calls, number)
        assert (answer.status, answer.body["id"]) == (201, flood.receipts[number]["id"])


async def test_the_service_outlives_its_server_and_takes_comments_again(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    flood = Flood(iter(range(SUBMISSIONS)))
    with fairword_serve(tmp_path / "data", environment) as service:
        async with calls_to(service.url) as calls:
            for _ in range(3):
                kill9(embedded_pid(service.data_dir))
                await one_is_acknowledged(flood, calls)
            await check_receipts(flood, calls, service.data_dir)
        assert service.process.poll() is None


async def one_is_acknowledged(flood: Flood, calls: Calls) -> None:
    before = len(flood.receipts)
    async with asyncio.timeout(10):
        while len(flood.receipts) == before:
            await flood.is_settled(calls, next(flood.numbers))


async def test_with_redis_away_nothing_is_taken_until_it_is_back(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder, port, flood = tmp_path / "redis", free_port(), Flood(iter(range(100)))
    folder.mkdir()
    always = ("--appendonly", "yes", "--appendfsync", "always")
    with ExitStack() as stack:
        url = stack.enter_context(redis_over_tcp(folder, *always, port=port))
        service = stack.enter_context(
            fairword_serve(tmp_path / "data", environment | {"FAIRWORD_REDIS_URL": url})
        )
        async with calls_to(service.url) as calls:
            await one_is_acknowledged(flood, calls)
            kill9(server_pid(url))
            for number in (50, 51, 52):
                assert not await flood.is_settled(calls, number)
            ready = await calls.get("/readyz")
            assert (ready.status, ready.body["checks"]["redis"]) == (503, "StoreUnavailable")
            assert (await calls.get("/healthz")).status == 200
            stack.enter_context(redis_over_tcp(folder, *always, port=port))
            await one_is_acknowledged(flood, calls)
            assert (await calls.get("/readyz")).status == 200
            assert len(flood.receipts) == 2
