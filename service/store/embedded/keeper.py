"""Keeps the embedded server running."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from shutil import disk_usage

import structlog

from service.background import end
from service.store.embedded.folder import DataFolder
from service.store.embedded.server import Server, start_server
from service.store.errors import StoreError

_log = structlog.get_logger()

_FIRST_PAUSE_S = 0.05
_PAUSE_MAX_S = 2.0
# A server that lived this long had started well: the next start need not wait.
_SETTLED_S = 10.0


@asynccontextmanager
async def keep_running(folder: DataFolder, program: Path) -> AsyncIterator[None]:
    """A server runs on the folder until the block ends, started again on the same data whenever it dies."""
    keeper = _Keeper(folder, program, await start_server(folder, program))
    keeping = asyncio.create_task(keeper.keep())
    try:
        yield
    finally:
        await end(keeping)
        await keeper.server.stop()


class _Keeper:
    def __init__(self, folder: DataFolder, program: Path, server: Server) -> None:
        self._folder = folder
        self._program = program
        self.server = server
        self._pause_s = 0.0

    async def keep(self) -> None:
        while True:
            started_s = _now_s()
            status = await self.server.ended()
            if _now_s() - started_s > _SETTLED_S:
                self._pause_s = 0.0
            self._log_death(status)
            await self._start_again()

    async def _start_again(self) -> None:
        while True:
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(_PAUSE_MAX_S, max(_FIRST_PAUSE_S, 2 * self._pause_s))
            try:
                await self.server.stop()
                self.server = await start_server(self._folder, self._program)
            except StoreError as error:
                _log.warning(
                    "embedded server did not start again", error=str(error), next_try_s=self._pause_s
                )
            else:
                _log.info("embedded server runs again")
                return

    def _log_death(self, status: int) -> None:
        free_mb = None
        with suppress(OSError):
            free_mb = disk_usage(self._folder.path).free >> 20
        _log.error(
            "embedded server died; starting it again",
            status=status,
            disk_free_mb=free_mb,  # on a full disk the server could not log why it ended
            log=self.server.log_tail(),
        )


def _now_s() -> float:
    return asyncio.get_running_loop().time()
