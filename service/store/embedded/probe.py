"""Whether a server answers on a socket, asked without a client library."""

import asyncio
from enum import Enum, auto
from pathlib import Path

_PATIENCE_S = 1.0


class Answer(Enum):
    """What a server says of itself."""

    READY = auto()
    LOADING = auto()  # reading its data; takes no commands yet
    NONE = auto()


async def ask(socket: Path) -> Answer:
    """What the server on `socket` answers within a second."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            reply = await _ping(socket)
    except OSError:
        return Answer.NONE
    if reply.startswith(b"+PONG"):
        return Answer.READY
    return Answer.LOADING if reply.startswith(b"-LOADING") else Answer.NONE


async def _ping(socket: Path) -> bytes:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        writer.write(b"PING\r\n")
        return await reader.readline()
    finally:
        writer.close()
