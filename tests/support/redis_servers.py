"""Real servers: our embedded Valkey, and Debian's Redis over TCP."""

import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
import redis

from service.store.commands import Commands
from service.store.connection import Client, connect
from service.store.embedded import embedded_server
from service.store.embedded.binary import bundled_server
from service.store.embedded.server import GUARD
from tests.support.requirement import needed_program

_PATIENCE_S = 10.0
_POLL_S = 0.01


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def embedded_valkey(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of the embedded server as it comes along; holds what earlier tests left."""
    data_dir = tmp_path_factory.mktemp("embedded")
    async with embedded_server(data_dir, owner=True, program=bundled_server()) as url:
        yield url


@pytest.fixture(scope="session")
def debian_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis over TCP; holds what earlier tests left."""
    with redis_over_tcp(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(params=["embedded_valkey", "debian_redis"])
def redis_url(request: pytest.FixtureRequest) -> str:
    """The address of a real, empty server; the test runs once with each."""
    url: str = request.getfixturevalue(request.param)
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url


@pytest.fixture
async def store_client(redis_url: str) -> AsyncIterator[Client]:
    """A client of a real, empty server; the test runs once with each."""
    client = await connect(redis_url)
    yield client
    await client.aclose()


@contextmanager
def redis_over_tcp(folder: Path, *arguments: str, port: int | None = None) -> Iterator[str]:
    """A `redis-server` with `arguments` answers on the yielded address; it never outlives this process."""
    url = f"redis://127.0.0.1:{port or free_port()}/0"
    guard = _start_guarded(folder, url, *arguments)
    try:
        _wait_until_it_answers(url, guard, folder / "server.log")
        yield url
    finally:
        guard.communicate()


def free_port() -> int:
    """A TCP port of this machine that nobody used a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def server_pid(url: str) -> int:
    """The process that answers at `url`."""
    with redis.Redis.from_url(url) as client:
        return int(client.info("server")["process_id"])


def _start_guarded(folder: Path, url: str, *arguments: str) -> subprocess.Popen[bytes]:
    program = needed_program("redis-server")
    settings = ("--port", str(urlsplit(url).port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "")
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            ["/bin/sh", GUARD, folder / "server.lock", "5", program, *settings, *arguments],
            stdin=subprocess.PIPE,
            stdout=log,
            start_new_session=True,
        )


def _wait_until_it_answers(url: str, guard: subprocess.Popen[bytes], log: Path) -> None:
    deadline_s = time.monotonic() + _PATIENCE_S
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                assert guard.poll() is None, log.read_text()
                assert time.monotonic() < deadline_s, log.read_text()
                time.sleep(_POLL_S)
            else:
                return


@asynccontextmanager
async def memory_limit(commands: Commands, limit: str) -> AsyncIterator[None]:
    """Within the block the server may use so much memory; with "1" it is full."""
    await commands.run("CONFIG", "SET", "maxmemory", limit)
    try:
        yield
    finally:
        await commands.run("CONFIG", "SET", "maxmemory", "0")
