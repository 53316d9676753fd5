import os
import signal
import subprocess
from pathlib import Path

import pytest

from service.store.embedded import server
from service.store.embedded.binary import bundled_server
from tests.support.embedded_server import (
    PATIENCE_S,
    Holder,
    group_of_server,
    holder_of,
    processes_of_group,
    read_in_new_run,
    wait_until,
    wait_until_ended,
    write,
)
from tests.support.redis_servers import server_pid


class TestAKilledService:
    def test_leaves_no_server_behind_and_loses_no_data(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            write(holder.url, "comment", "hello")
            holder.kill9()
            wait_until_ended(group_of_server(data_dir))
        assert read_in_new_run(data_dir, "comment") == "hello"

    def test_loses_no_data_if_guard_and_server_die_too(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            write(holder.url, "comment", "hello")
            group = group_of_server(data_dir)
            holder.process.send_signal(signal.SIGSTOP)  # so that it cannot start another
            os.killpg(group, signal.SIGKILL)
            holder.kill9()
            wait_until_ended(group)
        assert read_in_new_run(data_dir, "comment") == "hello"

    def test_leaves_no_server_behind_if_the_guard_died_first(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            holder.process.send_signal(signal.SIGSTOP)
            os.kill(group_of_server(data_dir), signal.SIGKILL)
            holder.kill9()
            wait_until_ended(group_of_server(data_dir))

    def test_may_start_again_before_its_server_has_ended(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            write(holder.url, "comment", "hello")
            holder.kill9()
            assert read_in_new_run(data_dir, "comment") == "hello"

    @pytest.mark.parametrize("state", [signal.SIGCONT, signal.SIGSTOP])
    def test_ends_an_orphan_before_it_starts_its_own_server(
        self, data_dir: Path, monkeypatch: pytest.MonkeyPatch, state: signal.Signals
    ) -> None:
        monkeypatch.setattr(server, "_STOP_PATIENCE_S", 1.0)
        with holder_of(data_dir, "service") as holder:
            write(holder.url, "comment", "hello")
            orphan, group = self.orphan(holder, data_dir)
            os.kill(orphan, state)
            assert read_in_new_run(data_dir, "comment") == "hello"
            wait_until_ended(group)

    def orphan(self, holder: Holder, data_dir: Path) -> tuple[int, int]:
        """The server, alive after service and guard were killed, and its process group."""
        orphan, group = server_pid(holder.url), group_of_server(data_dir)
        holder.process.send_signal(signal.SIGSTOP)  # so that it cannot start another
        for pid in processes_of_group(group).keys() - {orphan}:
            os.kill(pid, signal.SIGKILL)
        holder.kill9()
        wait_until(lambda: processes_of_group(group).keys() == {orphan}, "only the orphan is left")
        return orphan, group


class TestTheGuard:
    @pytest.mark.parametrize("state", [signal.SIGCONT, signal.SIGSTOP])
    def test_ends_the_server_with_the_service_even_one_that_hangs(
        self, tmp_path: Path, state: signal.Signals
    ) -> None:
        lock = tmp_path / "server.lock"
        arguments = ("--port", "0", "--save", "", "--unixsocket", tmp_path / "socket")
        command: list[str | Path] = ["/bin/sh", server.GUARD, lock, "1", bundled_server(), *arguments]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
        ) as guard:
            wait_until((tmp_path / "socket").exists, "the server has started")
            os.kill(server_pid(f"unix://{tmp_path}/socket"), state)
            guard.communicate(timeout=PATIENCE_S)
        assert not processes_of_group(guard.pid)
