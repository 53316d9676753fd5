from pathlib import Path

import pytest

from service.store.embedded.binary import bundled_server, find_server


class TestTheProgram:
    async def test_is_the_operators_own_if_new_enough(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = self.program(tmp_path, "Valkey server v=8.1.0 sha=00000000:0 malloc=libc bits=64")
        monkeypatch.setenv("PATH", str(tmp_path))
        assert await find_server() == own

    @pytest.mark.parametrize("line", ["Redis server v=6.2.14", "Valkey server v=7.2.9", "a riddle"])
    async def test_is_the_one_that_comes_along_if_theirs_is_too_old(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
    ) -> None:
        self.program(tmp_path, line)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert await find_server() == bundled_server()

    def program(self, folder: Path, line: str) -> Path:
        path = folder / "valkey-server"
        path.write_text(f"#!/bin/sh\necho '{line}'\n")
        path.chmod(0o755)
        return path
