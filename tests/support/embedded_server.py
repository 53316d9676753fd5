"""Looking at, killing and outliving embedded servers."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import redis

from service.store.connection import Client, connect
from service.store.embedded import embedded_server
from service.store.embedded.folder import DataFolder

PATIENCE_S = 15.0
POLL_S = 0.01


def processes_of_group(group: int) -> dict[int, str]:
    """The living processes of a process group: number and command line."""
    listing = subprocess.check_output(["ps", "-axo", "pid=,pgid=,stat=,args="], text=True)  # noqa: S607
    rows = [line.split(None, 3) for line in listing.splitlines()]
    return {int(row[0]): row[3] for row in rows if int(row[1]) == group and not row[2].startswith("Z")}


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, f"waited in vain until {what}"
        time.sleep(POLL_S)


def wait_until_ended(group: int) -> None:
    wait_until(lambda: not processes_of_group(group), f"nothing of process group {group} is left")


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
