"""A client for the store, once it is known to be a server that can hold it."""

import os
import re
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.maint_notifications import MaintNotificationsConfig

from service.store.errors import StoreError, StoreReadOnly, StoreTooOld, as_store_error
from service.store.versions import is_new_enough, needed

# A server that hangs is an error after this long, for each of: connecting, answering, a free connection.
PATIENCE_S = 5.0
_CONNECTIONS_MAX = 100
_HEALTH_CHECK_INTERVAL_S = 15
_FILES = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
_UNKNOWN_OPTION = re.compile(r"unexpected keyword argument '(.+)'")

Client = Redis | RedisCluster


async def connect(url: str) -> Client:
    """A client of a server, or of the cluster it is part of, that is new enough and takes writes.

    Replies are text, not bytes. No command is ever sent twice: a lost connection is an error of the call
    that it broke, and the next call connects again.

    Raises
    ------
    StoreUnavailable
        If nothing answers at `url`.
    StoreReadOnly
        If a read-only replica does.
    StoreTooOld
        If the server lacks what Fairword needs.
    StoreError
        If `url` is no address of a Redis, or the server refuses its user or password.
    """
    client = _single_client(url)
    try:
        info = await client.info()
        check_server(info, url)
        if not info.get("cluster_enabled"):
            return client
    except Exception as error:
        await client.aclose()
        raise _at(url, error) from error
    await client.aclose()
    return await _cluster_client(url)


def check_server(info: dict[str, Any], url: str) -> None:
    """The server that gave `info`, its answer to INFO, can hold the store.

    Raises
    ------
    StoreTooOld, StoreReadOnly
        If it cannot.
    """
    product, version = _product_and_version(info)
    if not is_new_enough(product, version):
        raise StoreTooOld(f"{without_password(url)} is {product} {version}; Fairword needs {needed()}.")
    if info.get("role") == "slave" and info.get("slave_read_only"):
        raise StoreReadOnly(
            f"{without_password(url)} is a read-only replica; set FAIRWORD_REDIS_URL to its primary, "
            f"{info.get('master_host')}:{info.get('master_port')}."
        )


def without_password(url: str) -> str:
    """`url` as it may be shown and logged; of what can't be one, nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "FAIRWORD_REDIS_URL"
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}"


def _product_and_version(info: dict[str, Any]) -> tuple[str, str]:
    # Valkey calls itself Redis 7.2.4, for the sake of older clients, beside its own version.
    if "valkey_version" in info:
        return "Valkey", str(info["valkey_version"])
    return "Redis", str(info.get("redis_version", "of unknown version"))


def _single_client(url: str) -> Redis:
    try:
        pool = BlockingConnectionPool.from_url(
            url, max_connections=_CONNECTIONS_MAX, timeout=PATIENCE_S, **_options()
        )
        pool.connection_class(**pool.connection_kwargs)  # says whether it takes the address's options
    except (TypeError, ValueError, RedisError) as error:
        raise StoreError(
            f"FAIRWORD_REDIS_URL, {without_password(url)}, is no address of a Redis ({_wrong(error)}): "
            "expected redis://HOST:PORT/DB, rediss://HOST:PORT/DB or unix:///PATH?db=DB, and after a "
            "question mark only options of redis-py's connections, such as socket_timeout=5."
        ) from error
    for option in _FILES:
        file = pool.connection_kwargs.get(option)
        if file and not os.access(file, os.R_OK):
            raise StoreError(f"FAIRWORD_REDIS_URL: {option}: there is no file {file} that can be read.")
    return Redis.from_pool(pool)


def _wrong(error: Exception) -> str:
    """What the library finds wrong with an address, without its own names for it."""
    unknown = _UNKNOWN_OPTION.search(str(error))
    return f"it has no option {unknown[1]!r}" if unknown else str(error).rstrip(".")


async def _cluster_client(url: str) -> RedisCluster:
    client = RedisCluster.from_url(url, max_connections=_CONNECTIONS_MAX, **_options())
    try:
        return await client.initialize()
    except Exception as error:
        await client.aclose()
        raise _at(url, error) from error


def _options() -> dict[str, Any]:
    return {
        "decode_responses": True,
        "protocol": 3,
        "socket_timeout": PATIENCE_S,
        "socket_connect_timeout": PATIENCE_S,
        "health_check_interval": _HEALTH_CHECK_INTERVAL_S,
        # A call whose connection broke may have been carried out: only its caller knows whether to repeat it.
        "retry": Retry(NoBackoff(), retries=0),
        # With these notices on, redis-py does not notice that a pooled connection died with its server.
        "maint_notifications_config": MaintNotificationsConfig(enabled=False),
    }


def _at(url: str, error: Exception) -> StoreError:
    if isinstance(error, StoreError):
        return error
    found = as_store_error(error)
    return type(found)(f"FAIRWORD_REDIS_URL, {without_password(url)}: {found}")
