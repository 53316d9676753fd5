import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.asyncio import Redis, RedisCluster

from service.store import connection
from service.store.connection import Client, check_server, connect, without_password
from service.store.embedded import embedded_server
from service.store.errors import (
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTooOld,
    StoreUnavailable,
    as_store_error,
)
from tests.support.redis_servers import free_port, redis_over_tcp, server_pid

ANY_URL = "redis://127.0.0.1:6379/0"


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Client]:
    client = await connect(url)
    try:
        yield client
    finally:
        await client.aclose()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[str]:
    """A Redis that the test may spoil."""
    with redis_over_tcp(tmp_path) as url:
        yield url


class TestConnect:
    async def test_gives_a_client_that_speaks_text(self, redis_url: str) -> None:
        async with connected(redis_url) as client:
            await client.hset("comment", mapping={"text": "Grüße 👋"})
            assert await client.hgetall("comment") == {"text": "Grüße 👋"}

    async def test_says_where_nothing_answers(self) -> None:
        port = free_port()
        with pytest.raises(StoreUnavailable, match=f"FAIRWORD_REDIS_URL, redis://127.0.0.1:{port}"):
            await connect(f"redis://127.0.0.1:{port}/0")

    async def test_says_where_no_socket_is(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailable, match=f"unix://{tmp_path}/redis.sock"):
            await connect(f"unix://{tmp_path}/redis.sock")

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1",
            "127.0.0.1:6379",
            "redis://127.0.0.1:port",
            "redis://127.0.0.1/0?wonder=land",
            "redis://127.0.0.1/0?socket_timeout=long",
            "rediss://127.0.0.1/0?ssl_cert_reqs=perhaps",
        ],
    )
    async def test_says_what_an_address_looks_like(self, url: str) -> None:
        with pytest.raises(StoreError, match=r"FAIRWORD_REDIS_URL.*redis://HOST:PORT/DB"):
            await connect(url)

    async def test_names_an_option_that_there_is_not(self) -> None:
        with pytest.raises(StoreError, match="it has no option 'wonder'") as refused:
            await connect("redis://alice:looking-glass@127.0.0.1/0?password=rabbit&wonder=land")
        assert "redis://127.0.0.1/0" in str(refused.value)
        assert not any(word in str(refused.value) for word in ("looking-glass", "rabbit", "__init__"))

    @pytest.mark.parametrize("option", ["ssl_ca_certs", "ssl_certfile", "ssl_keyfile"])
    async def test_names_a_file_that_there_is_not(self, option: str) -> None:
        sentence = f"FAIRWORD_REDIS_URL: {option}: there is no file /nowhere/a.pem that can be read."
        with pytest.raises(StoreError, match=re.escape(sentence)):
            await connect(f"rediss://localhost:6379/0?{option}=/nowhere/a.pem")

    async def test_takes_a_password_and_never_shows_it(self, tmp_path: Path) -> None:
        user = ("--user", "fairword", "on", ">wonderland", "~*", "&*", "+@all")
        with redis_over_tcp(tmp_path, *user) as url:
            async with connected(url.replace("//", "//fairword:wonderland@")) as client:
                assert await client.ping()
            with pytest.raises(StoreError) as refused:
                await connect(url.replace("//", "//fairword:looking-glass@"))
        assert not isinstance(refused.value, StoreUnavailable)
        assert "looking-glass" not in str(refused.value)

    async def test_refuses_a_replica(self, own_redis: str, tmp_path: Path) -> None:
        port = own_redis.rpartition(":")[2].partition("/")[0]
        (tmp_path / "replica").mkdir()
        with (
            redis_over_tcp(tmp_path / "replica", "--replicaof", f"127.0.0.1 {port}") as replica,
            pytest.raises(StoreReadOnly, match=rf"read-only replica.*127\.0\.0\.1:{port}"),
        ):
            await connect(replica)

    async def test_gives_a_client_of_the_whole_cluster(self, tmp_path: Path) -> None:
        with redis_over_tcp(tmp_path, "--cluster-enabled", "yes") as url:
            await self.own_all_slots(url)
            async with connected(url) as client:
                assert isinstance(client, RedisCluster)
                await client.set("{news}:comment", "hello")
                assert await client.get("{news}:comment") == "hello"

    async def own_all_slots(self, url: str) -> None:
        async with Redis.from_url(url) as node:
            await node.cluster("ADDSLOTSRANGE", 0, 16383)
            async with asyncio.timeout(10):
                while (await node.cluster("INFO"))["cluster_state"] != "ok":
                    await asyncio.sleep(0.01)


class TestAClient:
    async def test_gives_up_on_a_server_that_hangs(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(connection, "PATIENCE_S", 0.2)
        async with embedded_server(tmp_path, owner=True) as url, connected(url) as client:
            pid = server_pid(url)
            os.kill(pid, signal.SIGSTOP)
            try:
                with pytest.raises(redis.TimeoutError) as timeout:
                    await client.get("comment")
                with pytest.raises(StoreUnavailable):
                    await connect(url)
            finally:
                os.kill(pid, signal.SIGCONT)
            assert isinstance(as_store_error(timeout.value), StoreUnavailable)
            assert await client.ping()

    async def test_has_no_dead_connections_left_when_the_server_is_back(self, tmp_path: Path) -> None:
        async with embedded_server(tmp_path, owner=True) as url, connected(url) as client:
            await asyncio.gather(*(client.incr("count") for _ in range(20)))
            os.kill(server_pid(url), signal.SIGKILL)
            await self.until_it_answers(client)
            answers = await asyncio.gather(*(client.incr("count") for _ in range(20)))
            assert sorted(answers) == list(range(21, 41))

    async def test_queues_calls_past_its_connections(self, redis_url: str) -> None:
        async with connected(redis_url) as client:
            assert len(set(await asyncio.gather(*(client.incr("count") for _ in range(500))))) == 500

    async def until_it_answers(self, client: Client) -> None:
        async with asyncio.timeout(10):
            while True:
                try:
                    await client.ping()
                except redis.ConnectionError:
                    await asyncio.sleep(0.01)
                else:
                    return


class TestCheckServer:
    @pytest.mark.parametrize(
        "info",
        [
            {"redis_version": "7.0.0"},
            {"redis_version": "8.2.1"},
            {"redis_version": "7.2.4", "server_name": "valkey", "valkey_version": "8.0.0"},
            {"redis_version": "7.2.4", "server_name": "valkey", "valkey_version": "9.1.2"},
        ],
    )
    def test_lets_a_server_pass_that_is_new_enough(self, info: dict[str, Any]) -> None:
        check_server(info, ANY_URL)

    @pytest.mark.parametrize(
        ("info", "found"),
        [
            ({"redis_version": "6.2.14"}, "Redis 6.2.14"),
            ({"redis_version": "7.2.4", "server_name": "valkey", "valkey_version": "7.2.9"}, "Valkey 7.2.9"),
            ({}, "Redis of unknown version"),
        ],
    )
    def test_says_what_an_old_server_is_and_what_is_needed(self, info: dict[str, Any], found: str) -> None:
        with pytest.raises(StoreTooOld, match=rf"is {found}.*needs Redis >= 7\.0 or Valkey >= 8\.0"):
            check_server(info, ANY_URL)


class TestAStoreError:
    async def test_of_full_memory_is_full(self, own_redis: str) -> None:
        async with connected(own_redis) as client:
            await client.config_set("maxmemory", "1mb")
            assert type(await failure_of(client.set("comment", "x" * 2_000_000))) is StoreFull

    async def test_of_full_memory_in_a_script_is_full(self, own_redis: str) -> None:
        async with connected(own_redis) as client:
            await client.config_set("maxmemory", "1")
            script = "return redis.call('SET', KEYS[1], 'hello')"
            assert type(await failure_of(client.eval(script, 1, "comment"))) is StoreFull

    async def test_of_a_disk_that_refuses_is_full(self, tmp_path: Path) -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        with redis_over_tcp(tmp_path, "--dir", str(gone)) as url:
            gone.rmdir()
            await self.fail_to_save(url)

    async def fail_to_save(self, url: str) -> None:
        async with connected(url) as client:
            await client.config_set("save", "3600 1")
            await client.bgsave()
            async with asyncio.timeout(10):
                while (await client.info("persistence"))["rdb_last_bgsave_status"] != "err":
                    await asyncio.sleep(0.01)
            assert type(await failure_of(client.set("comment", "hello"))) is StoreFull
            await client.config_set("save", "")  # else it cannot end either

    async def test_of_a_primary_that_was_demoted_is_read_only(self, own_redis: str) -> None:
        async with connected(own_redis) as client:
            await client.replicaof("127.0.0.1", free_port())
            assert type(await failure_of(client.set("comment", "hello"))) is StoreReadOnly

    async def test_of_a_wrong_call_is_not_worth_another_try(self, redis_url: str) -> None:
        async with connected(redis_url) as client:
            await client.set("comment", "hello")
            assert type(await failure_of(client.incr("comment"))) is StoreError

    @pytest.mark.parametrize(
        "error",
        [
            redis.BusyLoadingError("Redis is loading the dataset in memory"),
            redis.exceptions.MasterDownError("Link with MASTER is down"),
            redis.exceptions.ClusterDownError("The cluster is down"),
            redis.ResponseError("BUSY Redis is busy running a script."),
            redis.exceptions.MaxConnectionsError("Too many connections"),
            ConnectionRefusedError(111, "Connection refused"),
            TimeoutError(),
        ],
    )
    def test_of_a_passing_trouble_is_worth_another_try(self, error: Exception) -> None:
        assert type(as_store_error(error)) is StoreUnavailable

    def test_stays_what_it_is(self) -> None:
        error = StoreTooOld("old")
        assert as_store_error(error) is error

    def test_always_says_something(self) -> None:
        assert str(as_store_error(TimeoutError())) == "TimeoutError"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://user:wonderland@db:6379/2", "redis://db:6379/2"),
        ("rediss://:won@der@db/0?password=wonderland", "rediss://db/0"),
        ("unix:///srv/redis.sock?password=wonderland", "unix:///srv/redis.sock"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown


async def failure_of(call: Any) -> StoreError:
    with pytest.raises(redis.RedisError) as failed:
        await call
    return as_store_error(failed.value)
