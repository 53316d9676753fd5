import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
import redis
import structlog
from structlog.testing import LogCapture

from service.store.connection import Client
from service.store.embedded import embedded_server, keeper
from tests.support.embedded_server import (
    PATIENCE_S,
    POLL_S,
    client_of,
    group_of_server,
    processes_of_group,
    until_set,
)
from tests.support.redis_servers import server_pid


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> LogCapture:
    capture = LogCapture()
    monkeypatch.setattr(keeper, "_log", structlog.wrap_logger(None, processors=[capture]))
    return capture


class TestAKilledServer:
    async def test_comes_back_with_all_that_was_acknowledged(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            acknowledged = await self.count_until_killed(client)
            await until_set(client, "comment", "hello")
            assert int(await client.get("count") or 0) in {acknowledged, acknowledged + 1}

    async def test_comes_back_again_and_again(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            for round_ in range(4):
                await until_set(client, f"round {round_}", "done")
                os.kill(server_pid(url), signal.SIGKILL)
            await until_set(client, "last", "done")
            assert await client.dbsize() == 5

    async def test_is_logged_once(self, data_dir: Path, logs: LogCapture) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            os.kill(server_pid(url), signal.SIGKILL)
            await until_set(client, "comment", "hello")
        deaths = [entry for entry in logs.entries if "embedded server died" in entry["event"]]
        assert [entry["status"] for entry in deaths] == [128 + signal.SIGKILL]

    async def test_is_tried_again_for_as_long_as_it_does_not_start(
        self, data_dir: Path, logs: LogCapture
    ) -> None:
        manifest = data_dir / "redis" / "appendonlydir" / "appendonly.aof.manifest"
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            good = manifest.read_text()
            manifest.write_text("a riddle\n")
            os.kill(server_pid(url), signal.SIGKILL)
            async with asyncio.timeout(PATIENCE_S):
                while not any("did not start again" in entry["event"] for entry in logs.entries):
                    await asyncio.sleep(POLL_S)
            manifest.write_text(good)
            await until_set(client, "comment", "hello")

    async def test_comes_back_if_only_its_guard_was_killed(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            await client.set("comment", "hello")
            first = server_pid(url)
            os.kill(group_of_server(data_dir), signal.SIGKILL)
            await self.until_served_by_another(url, first)
            assert await client.get("comment") == "hello"
            assert set(processes_of_group(group_of_server(data_dir))) >= {server_pid(url)}

    async def until_served_by_another(self, url: str, first: int) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while True:
            try:
                assert server_pid(url) != first
            except (redis.ConnectionError, AssertionError):
                assert time.monotonic() < deadline_s
                await asyncio.sleep(POLL_S)
            else:
                return

    async def count_until_killed(self, client: Client) -> int:
        """How many increments of `count` were acknowledged before the server died."""
        pid = (await client.info("server"))["process_id"]
        acknowledged = 0
        while True:
            try:
                acknowledged = await client.incr("count")
            except redis.RedisError:
                return acknowledged
            if acknowledged == 200:
                os.kill(pid, signal.SIGKILL)
