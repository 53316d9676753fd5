import asyncio
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
import redis
from structlog.testing import capture_logs

from service.store.connection import Client, connect
from service.store.embedded import embedded_server, server
from service.store.embedded.binary import bundled_server, find_server
from service.store.embedded.folder import DataFolder
from service.store.errors import (
    DataFolderInUse,
    DataFolderUnusable,
    ServerStartFailed,
)
from tests.support.redis_servers import server_pid
from tests.support.requirement import needed_program

PATIENCE_S = 15.0
POLL_S = 0.01


@pytest.fixture(autouse=True)
def no_orphans(tmp_path: Path) -> Iterator[None]:
    yield
    for lock in tmp_path.rglob("server.lock"):
        if lock.read_text():
            wait_until_ended(int(lock.read_text()))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, f"waited in vain until {what}"
        time.sleep(POLL_S)


def wait_until_ended(group: int) -> None:
    wait_until(lambda: not processes_of_group(group), f"nothing of process group {group} is left")


def processes_of_group(group: int) -> dict[int, str]:
    """The living processes of a process group: number and command line."""
    listing = subprocess.check_output(["ps", "-axo", "pid=,pgid=,stat=,args="], text=True)  # noqa: S607
    rows = [line.split(None, 3) for line in listing.splitlines()]
    return {int(row[0]): row[3] for row in rows if int(row[1]) == group and not row[2].startswith("Z")}


def group_of_server(data_dir: Path) -> int:
    return int(DataFolder.prepare(data_dir).server_lock.read_text())


@asynccontextmanager
async def client_of(url: str) -> AsyncIterator[Client]:
    client = await connect(url)
    try:
        yield client
    finally:
        await client.aclose()


async def until_set(client: Client, key: str, value: str) -> None:
    """`key` is set, however often the server has to be waited for."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            await client.set(key, value)
        except (redis.ConnectionError, redis.TimeoutError):
            assert time.monotonic() < deadline_s
            await asyncio.sleep(POLL_S)
        else:
            return


class Holder:
    """Another process that runs the embedded server."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url

    def kill9(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def holder_of(data_dir: Path, role: str) -> Iterator[Holder]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.embedded_holder", data_dir, role],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        yield Holder(process, process.stdout.readline().strip())
        if process.poll() is None:
            process.communicate()
            assert process.returncode == 0


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

    async def test_is_logged_once(self, data_dir: Path) -> None:
        with capture_logs() as logs:
            async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
                os.kill(server_pid(url), signal.SIGKILL)
                await until_set(client, "comment", "hello")
        deaths = [entry for entry in logs if entry["event"] == "embedded server died; starting it again"]
        assert [entry["status"] for entry in deaths] == [128 + signal.SIGKILL]

    async def test_is_tried_again_for_as_long_as_it_does_not_start(self, data_dir: Path) -> None:
        manifest = data_dir / "redis" / "appendonlydir" / "appendonly.aof.manifest"
        with capture_logs() as logs:
            async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
                good = manifest.read_text()
                manifest.write_text("a riddle\n")
                os.kill(server_pid(url), signal.SIGKILL)
                while not any(entry["event"] == "embedded server did not start again" for entry in logs):
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


class TestAKilledService:
    def test_leaves_no_server_and_no_data_behind(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            write(holder.url, "comment", "hello")
            holder.kill9()
            wait_until_ended(group_of_server(data_dir))
        assert read_in_new_run(data_dir, "comment") == "hello"

    def test_leaves_no_data_behind_if_guard_and_server_die_too(self, data_dir: Path) -> None:
        with holder_of(data_dir, "service") as holder:
            write(holder.url, "comment", "hello")
            os.killpg(group_of_server(data_dir), signal.SIGKILL)
            holder.kill9()
            wait_until_ended(group_of_server(data_dir))
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
            assert processes_of_group(group).keys() == {orphan}
            assert read_in_new_run(data_dir, "comment") == "hello"
            assert not processes_of_group(group)

    def orphan(self, holder: Holder, data_dir: Path) -> tuple[int, int]:
        """The server, alive after service and guard were killed, and its process group."""
        orphan, group = server_pid(holder.url), group_of_server(data_dir)
        holder.process.send_signal(signal.SIGSTOP)  # so that it cannot start another
        for pid in processes_of_group(group).keys() - {orphan}:
            os.kill(pid, signal.SIGKILL)
        holder.kill9()
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
            await asyncio.sleep(0.5)  # longer than a service waits for another service
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


def write(url: str, key: str, value: str) -> None:
    with redis.Redis.from_url(url) as client:
        client.set(key, value)


def read_in_new_run(data_dir: Path, key: str) -> str:
    async def read() -> str:
        async with embedded_server(data_dir, owner=True) as url, client_of(url) as client:
            value = await client.get(key)
            assert isinstance(value, str)
            return value

    return asyncio.run(read())
