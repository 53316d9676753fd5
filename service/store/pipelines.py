"""Several commands in one write, and their answers; an error is an answer too."""

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import Any

import hiredis
from redis.asyncio import Redis, RedisCluster
from redis.exceptions import ResponseError

from service.store.connection import PATIENCE_S, Client

Words = tuple[Any, ...]
"""A command, such as `("HGET", key, field)`."""


async def send(client: Client, commands: Sequence[Words]) -> list[Any]:
    """Return the answer to each command, in order."""
    if isinstance(client, RedisCluster):
        return await _send_to_cluster(client, commands)
    return await _send_to_server(client, commands)


async def _send_to_cluster(client: RedisCluster, commands: Sequence[Words]) -> list[Any]:
    pipeline = client.pipeline(transaction=False)
    for words in commands:
        pipeline.execute_command(*words)
    return await pipeline.execute(raise_on_error=False)


async def _send_to_server(client: Redis, commands: Sequence[Words]) -> list[Any]:
    # As `client.pipeline` does it, at a third of the cost: packed in C, and one timer for all answers.
    connection = await client.connection_pool.get_connection()  # type: ignore[no-untyped-call]
    try:
        async with asyncio.timeout(PATIENCE_S):
            await connection.send_packed_command([hiredis.pack_command(words) for words in commands])
            readers = {name: client.response_callbacks.get(name) for name in {words[0] for words in commands}}
            return [await _answer(connection, readers[words[0]]) for words in commands]
    except BaseException:
        # Answers that are still on their way must not be taken for those to later commands.
        await connection.disconnect(nowait=True)
        raise
    finally:
        await client.connection_pool.release(connection)


async def _answer(connection: Any, read: Callable[[Any], Any] | None) -> Any:
    try:
        answer = await connection.read_response(timeout=math.inf)
    except ResponseError as error:
        return error
    return read(answer) if read else answer
