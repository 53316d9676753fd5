import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from service.store.embedded import embedded_server, server
from service.store.embedded.binary import bundled_server
from service.store.embedded.folder import DataFolder
from service.store.errors import (
    DataFolderUnusable,
)
from tests.support.embedded_server import client_of
from tests.support.redis_servers import server_pid
from tests.support.requirement import needed_program


class TestTheServer:
    @pytest.mark.parametrize("program", [bundled_server, lambda: needed_program("redis-server")])
    async def test_keeps_data_from_one_run_to_the_next(
        self, data_dir: Path, program: Callable[[], Path]
    ) -> None:
        async with (
            embedded_server(data_dir, owner=True, program=program()) as url,
            client_of(url) as client,
        ):
            await client.set("comment", "hello")
        async with (
            embedded_server(data_dir, owner=True, program=program()) as url,
            client_of(url) as client,
        ):
            assert await client.get("comment") == "hello"

    async def test_reads_what_another_product_wrote(self, data_dir: Path) -> None:
        async with (
            embedded_server(data_dir, owner=True, program=bundled_server()) as url,
            client_of(url) as client,
        ):
            await client.zadd("queue", {"case": 1})
            await client.bgrewriteaof()
            await client.xadd("audit", {"who": "Alice"})
        older = needed_program("redis-server")
        async with embedded_server(data_dir, owner=True, program=older) as url, client_of(url) as client:
            assert await client.zscore("queue", "case") == 1
            assert await client.xlen("audit") == 1

    async def test_is_private(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            folder = DataFolder.prepare(data_dir)
            assert await client.config_get("port") == {"port": "0"}
            assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
            assert stat.S_IMODE(folder.socket.stat().st_mode) == 0o700

    async def test_writes_before_it_answers(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            settings = await client.config_get("append*", "maxmemory-policy", "save")
        assert settings["appendonly"] == "yes"
        assert settings["appendfsync"] == "always"
        assert settings["save"] == ""
        assert settings["maxmemory-policy"] == "noeviction"

    async def test_gets_no_secret_of_the_service(
        self, data_dir: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if not Path("/proc/self/environ").exists():
            pytest.skip("only Linux shows the environment of a process")
        monkeypatch.setenv("FAIRWORD_SECRET_KEY", "wonderland")
        async with embedded_server(data_dir, owner=True) as url:
            assert b"wonderland" not in Path(f"/proc/{server_pid(url)}/environ").read_bytes()

    async def test_is_out_of_reach_of_ctrl_c(self, data_dir: Path) -> None:
        async with embedded_server(data_dir, owner=True) as url:
            assert os.getsid(server_pid(url)) != os.getsid(0)

    async def test_starts_over_a_stale_socket(self, data_dir: Path) -> None:
        folder = DataFolder.prepare(data_dir)
        folder.socket.write_text("not a socket")
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            assert await client.ping()

    async def test_has_a_short_socket_for_a_long_path(self, tmp_path: Path) -> None:
        data_dir = tmp_path / ("long" * 30) / "data folder"
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            await client.set("comment", "hello")
            folder = DataFolder.prepare(data_dir)
            assert stat.S_IMODE(folder.socket.parent.stat().st_mode) == 0o700
            async with embedded_server(data_dir, owner=False) as again:
                assert again == url
        assert not folder.socket.parent.exists()

    async def test_puts_no_socket_into_a_folder_that_others_can_enter(self, tmp_path: Path) -> None:
        folder = DataFolder.prepare(tmp_path / ("long" * 30))
        folder.socket.parent.mkdir()
        folder.socket.parent.chmod(0o777)
        try:
            with pytest.raises(DataFolderUnusable, match=f"{folder.socket.parent} is not a private folder"):
                async with embedded_server(folder.path, owner=True):
                    pass
        finally:
            folder.socket.parent.rmdir()

    async def test_is_killed_if_it_hangs_at_the_end(
        self, data_dir: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(server, "_STOP_PATIENCE_S", 0.1)
        async with embedded_server(data_dir, owner=True) as url:
            os.kill(server_pid(url), signal.SIGSTOP)
