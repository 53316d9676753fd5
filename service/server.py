"""The HTTP server around the application, in this process."""

import asyncio
import errno
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

from aiohttp import web

from service.app import create_app
from service.connection import Connection, with_expectations
from service.settings import Settings, SettingsError

SHUTDOWN_S = 10.0
"""Requests that are under way get this long to end."""
_PLAIN: dict[str, Any] = {"access_log": None, "auto_decompress": False}
"""The service logs by itself, and takes bodies as they are."""


@asynccontextmanager
async def serving(settings: Settings, listener: socket.socket) -> AsyncIterator[None]:
    """The application answers on a listening socket until the block ends."""
    async with answering(create_app(settings), listener, SHUTDOWN_S):
        # What is there now stays for good: the garbage collector need not look at it again, nor often at what
        # comes with requests, little of which goes round in circles.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)
        yield


@asynccontextmanager
async def answering(app: web.Application, listener: socket.socket, shutdown_s: float) -> AsyncIterator[None]:
    """Requests that reach a listening socket are answered until the block ends."""
    loop, runner = asyncio.get_running_loop(), web.AppRunner(app, shutdown_timeout=shutdown_s)
    await runner.setup()
    try:
        requests = cast("web.Server", runner.server)
        requests.request_handler = with_expectations(requests.request_handler)
        connection = partial(Connection, requests, loop=loop, **_PLAIN)
        server = await loop.create_server(connection, sock=listener, backlog=1024)
        try:
            yield
        finally:
            server.close()
    finally:
        await runner.cleanup()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; several processes may share it.

    Raises
    ------
    SettingsError
        When the address can't be had: it is no address of this machine, or the port is in use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except (OSError, UnicodeError) as error:
        listener.close()
        raise SettingsError(_trouble(host, port, error)) from error
    listener.setblocking(False)  # noqa: FBT003 - its only form
    return listener


def _trouble(host: str, port: int, error: OSError | UnicodeError) -> str:
    why = error.strerror if isinstance(error, OSError) else "no name of a machine"
    if isinstance(error, UnicodeError | socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"FAIRWORD_HOST: accepts an address or name of this machine, got {host!r}: {why}"
    return f"FAIRWORD_HOST, FAIRWORD_PORT: can't listen on {host} port {port}: {why}"
