"""The HTTP server around the application, in this process."""

import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from service.app import create_app
from service.settings import Settings, SettingsError

SHUTDOWN_S = 10.0
"""Requests that are under way get this long to end."""


@asynccontextmanager
async def serving(settings: Settings, listener: socket.socket) -> AsyncIterator[None]:
    """The application answers on a listening socket until the block ends."""
    runner = web.AppRunner(
        create_app(settings), access_log=None, auto_decompress=False, shutdown_timeout=SHUTDOWN_S
    )
    await runner.setup()
    # What is there now stays for good: the garbage collector need not look at it again, nor often at what
    # comes with requests, little of which goes round in circles.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    try:
        await web.SockSite(runner, listener, backlog=1024).start()
        yield
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
    except OSError as error:
        listener.close()
        sentence = f"FAIRWORD_HOST, FAIRWORD_PORT: can't listen on {host} port {port}: {error.strerror}"
        raise SettingsError(sentence) from error
    listener.setblocking(False)  # noqa: FBT003 - its only form
    return listener
