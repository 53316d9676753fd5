from pathlib import Path

import pytest

from service.store.embedded import embedded_server
from service.store.errors import (
    DataFolderUnusable,
    ServerStartFailed,
)
from tests.support.embedded_server import client_of


class TestWhatIsInTheWay:
    async def test_of_the_data_folder_is_named(self, tmp_path: Path) -> None:
        in_the_way = tmp_path / "data"
        in_the_way.write_text("a file")
        with pytest.raises(DataFolderUnusable, match=rf"{in_the_way} .*File exists.*FAIRWORD_DATA_DIR"):
            async with embedded_server(in_the_way, owner=True):
                pass

    async def test_above_the_data_folder_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("a file")
        with pytest.raises(DataFolderUnusable, match=r"file/data .*Not a directory.*FAIRWORD_DATA_DIR"):
            async with embedded_server(tmp_path / "file" / "data", owner=True):
                pass

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write")
    async def test_of_writing_is_named(self) -> None:
        with pytest.raises(DataFolderUnusable, match=r"/proc/fairword .*FAIRWORD_DATA_DIR"):
            async with embedded_server(Path("/proc/fairword"), owner=True):
                pass

    async def test_of_the_servers_start_is_in_the_message(self, data_dir: Path, tmp_path: Path) -> None:
        broken = tmp_path / "broken-server"
        broken.write_text("#!/bin/sh\necho 'libwonder.so.1: cannot open shared object file' >&2\nexit 127\n")
        broken.chmod(0o755)
        with pytest.raises(ServerStartFailed, match=r"libwonder\.so\.1: cannot open shared object file"):
            async with embedded_server(data_dir, owner=True, program=broken):
                pass

    async def test_in_the_data_is_in_the_message_and_stays_as_it_is(self, data_dir: Path) -> None:
        written = await self.write_commands(data_dir)
        damaged = written.replace(b"third", b"\x00\x00\x00\x00\x00", 1).replace(b"$5", b"$9", 1)
        self.log_of_commands(data_dir).write_bytes(damaged)
        with pytest.raises(ServerStartFailed, match="Bad file format reading the append only file"):
            async with embedded_server(data_dir, owner=True):
                pass
        assert self.log_of_commands(data_dir).read_bytes() == damaged

    async def test_of_the_last_command_alone_costs_only_that_command(self, data_dir: Path) -> None:
        written = await self.write_commands(data_dir)
        self.log_of_commands(data_dir).write_bytes(written[:-4])
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            assert set(await client.keys()) == {"first", "second"}

    async def write_commands(self, data_dir: Path) -> bytes:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            for key in ("first", "second", "third"):
                await client.set(key, "value")
        return self.log_of_commands(data_dir).read_bytes()

    def log_of_commands(self, data_dir: Path) -> Path:
        return data_dir / "redis" / "appendonlydir" / "appendonly.aof.1.incr.aof"
