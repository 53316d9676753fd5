import asyncio
import os
import re
from pathlib import Path

import pytest

from service.store.embedded import embedded_server
from service.store.errors import (
    DataFolderInUse,
    ServerStartFailed,
)
from tests.support.embedded_server import (
    PATIENCE_S,
    client_of,
    group_of_server,
    holder_of,
    processes_of_group,
)
from tests.support.redis_servers import server_pid


class TestADataFolder:
    async def test_has_one_service(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url:
            first = server_pid(url)
            with pytest.raises(
                DataFolderInUse, match=rf"already runs .* \(pid {os.getpid()}\): {re.escape(str(data_dir))}"
            ):
                async with embedded_server(data_dir, owner=True):
                    pass
            assert server_pid(url) == first

    async def test_serves_a_command_beside_the_service(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            first = server_pid(holder.url)
            async with embedded_server(data_dir, owner=False) as url, client_of(url) as client:
                assert (await client.info("server"))["process_id"] == first
            assert server_pid(holder.url) == first

    async def test_serves_a_command_without_the_service(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=False) as url, client_of(url) as client:
            await client.set("key", "made")
        assert not processes_of_group(group_of_server(data_dir))
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            assert await client.get("key") == "made"

    async def test_serves_commands_at_once(self, data_dir: Path) -> None:
        async def count() -> None:
            async with embedded_server(data_dir, owner=False) as url, client_of(url) as client:
                await client.incr("count")

        await asyncio.gather(*(count() for _ in range(5)))
        async with embedded_server(data_dir, owner=False) as url, client_of(url) as client:
            assert await client.get("count") == "5"

    async def test_serves_a_command_while_the_service_starts(self, data_dir: Path) -> None:
        async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as together:
            command_done = asyncio.Event()
            together.create_task(self.serve_until(command_done, data_dir))
            together.create_task(self.command(command_done, data_dir))

    async def test_passes_from_a_command_to_the_service(self, data_dir: Path) -> None:
        done = asyncio.Event()
        async with embedded_server(data_dir, owner=False) as url:
            of_command = server_pid(url)
            service = asyncio.create_task(self.serve_until(done, data_dir))
            ended, _ = await asyncio.wait(
                {service}, timeout=0.5
            )  # a service would wait less for another service
            assert not ended
            assert server_pid(url) == of_command
        async with embedded_server(data_dir, owner=False) as url, client_of(url) as client:
            await client.set("comment", "hello")
        done.set()
        await service

    async def test_is_free_again_when_a_start_failed(self, data_dir: Path, tmp_path: Path) -> None:
        broken = tmp_path / "broken-server"
        broken.write_text("#!/bin/sh\nexit 1\n")
        broken.chmod(0o755)
        with pytest.raises(ServerStartFailed):
            async with embedded_server(data_dir, owner=True, program=broken):
                pass
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            assert await client.ping()

    async def serve_until(self, done: asyncio.Event, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            await done.wait()
            await client.ping()

    async def command(self, done: asyncio.Event, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=False) as url, client_of(url) as client:
            await client.set("key", "made")
        done.set()
