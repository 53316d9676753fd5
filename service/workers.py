"""Several processes behind one listening socket, kept running."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from service.background import end
from service.ops.metrics import SHARED_FOLDER
from service.ops.shared_counts import shared_counts
from service.settings import Settings

_RESTART_S = 1.0
_STOP_S = 15.0

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def worker_processes(settings: Settings, listener: socket.socket) -> AsyncIterator[None]:
    """`settings.workers` processes answer until the block ends; one that dies is replaced."""
    with shared_counts() as metrics:
        environment = settings.as_environment() | {SHARED_FOLDER: metrics}
        keepers = [asyncio.create_task(_keep(environment, listener)) for _ in range(settings.workers)]
        try:
            yield
        finally:
            await end(*keepers, again_s=2 * _STOP_S)


async def _keep(environment: dict[str, str], listener: socket.socket) -> None:
    while True:
        try:
            status = await _run(environment, listener)
        except OSError as error:  # no memory, or too many processes: perhaps not for long
            _log.error("worker_not_started", error=str(error))
        else:
            _log.error("worker_died", status=status)
        await asyncio.sleep(_RESTART_S)


async def _run(environment: dict[str, str], listener: socket.socket) -> int:
    """How a process ended, which was not told to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "service.worker", str(listener.fileno()),
        env=environment, pass_fds=(listener.fileno(),), stdin=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the service, which stops its workers
    )  # fmt: skip
    try:
        return await process.wait()
    except asyncio.CancelledError:
        await _stop(process)
        raise


async def _stop(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _STOP_S)
    except TimeoutError:
        process.kill()
        await process.wait()
