"""One of several processes of the service: `python -m service.worker FD`, started by `fairword serve`."""

import asyncio
import os
import signal
import socket
import sys

import uvloop

from service.logs import configure_logs
from service.server import serving
from service.settings import Settings


async def work(settings: Settings, listener: socket.socket) -> None:
    """Serve until told to stop, or until the parent is gone: its end of standard input closes."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_reader(sys.stdin.fileno(), stop.set)
    async with serving(settings, listener):
        await stop.wait()


def main() -> None:
    """Serve on the socket whose file descriptor is the argument."""
    settings = Settings.from_environment(os.environ)
    configure_logs(settings.log_format)
    uvloop.run(work(settings, socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
