"""Commands and functions, sent to Redis: those waiting go together in one pipeline."""

from collections.abc import Awaitable, Sequence
from importlib import resources
from typing import Any

import structlog
from redis.exceptions import RedisError, ResponseError

from service.batching import Batcher
from service.store.connection import Client
from service.store.errors import StoreFull, as_store_error
from service.store.pipelines import Words, send

LIBRARY = "fairword_v7"
"""Changes with the functions' arguments or meaning: two versions of the service can share one Redis."""

_TRIES = 5

_log = structlog.get_logger(__name__)


def library_source() -> str:
    """Return the Lua source of all functions: `library.lua`, then the others."""
    folder = resources.files("service.store") / "functions"
    files = sorted(folder.iterdir(), key=lambda file: (file.name != "library.lua", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.name.endswith(".lua"))


class Commands:
    """One connection to Redis, shared by all requests of a process.

    Whatever goes wrong is raised as a `StoreError`. A server that has lost the functions (a new primary, a
    flush) gets them again, unnoticed by the caller.
    """

    def __init__(self, redis: Client) -> None:
        self._redis = redis
        self._batcher: Batcher[Words, Any] = Batcher(self._send, limit=32, at_once=2)

    def run(self, *words: Any) -> Awaitable[Any]:
        """Run one command, such as `run("HGET", key, field)`."""
        return self._batcher.submit(words)

    async def run_all(self, commands: Sequence[Words]) -> list[Any]:
        """Run several commands in one pipeline of their own and return their results."""
        results = await self._send(list(commands))
        for result in results:
            if isinstance(result, Exception):
                raise result
        return results

    def call(self, function: str, keys: Sequence[str], *args: str | float) -> Awaitable[list[Any]]:
        """Call one of our functions."""
        return self._batcher.submit(("FCALL", f"{LIBRARY}_{function}", len(keys), *keys, *args))

    async def load_library(self) -> None:
        """Make the functions known to the server, in place of an earlier edit of this version.

        A server that is full goes on with those that it has, if any.
        """
        try:
            await self._redis.function_load(library_source(), replace=True)
        except RedisError as error:
            trouble = as_store_error(error)
            if not isinstance(trouble, StoreFull) or not await self._has_library():
                raise trouble from error
            _log.warning("functions_not_renewed", library=LIBRARY, error=str(trouble))

    async def close(self) -> None:
        """Finish what is under way and hang up."""
        await self._batcher.close()
        await self._redis.aclose()

    async def _has_library(self) -> bool:
        try:
            return bool(await self._redis.function_list(LIBRARY))
        except RedisError:
            return False

    async def _send(self, batch: list[Words]) -> list[Any]:
        results = await self._pipeline(batch)
        for _ in range(_TRIES):  # they may be lost again between two calls
            lost = [index for index, result in enumerate(results) if _is_lost_function(result)]
            if not lost:
                break
            _log.warning("functions_lost", library=LIBRARY)
            await self.load_library()
            for index, result in zip(lost, await self._pipeline([batch[i] for i in lost]), strict=True):
                results[index] = result
        return [as_store_error(result) if isinstance(result, Exception) else result for result in results]

    async def _pipeline(self, batch: list[Words]) -> list[Any]:
        try:
            return await send(self._redis, batch)
        except (RedisError, OSError) as error:
            raise as_store_error(error) from error


def _is_lost_function(result: Any) -> bool:
    return isinstance(result, ResponseError) and "Function not found" in str(result)
