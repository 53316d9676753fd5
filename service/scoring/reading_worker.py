"""Keeps the process that runs the encoder, and asks it one text after the other."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from service.background import end
from service.scoring.pace import Pace

MODULE = "service.scoring.reading_process"
_START_S = 60.0
_HANGS_S = 10.0
_LONGEST_PAUSE_S = 60.0
_STOP_S = 2.0
_LINE_BYTES = 1 << 20
_MOST_WAITING = 4
"""In a flood few comments wait for it, and the others are not held up."""

_log = structlog.get_logger(__name__)


_Answer = asyncio.Future[list[float] | None]


class ReadingWorker:
    """One process, one text at a time; whoever waited too long has gone, and their text is skipped.

    A process that ends or hangs is replaced, after a pause that grows while that goes on.
    """

    def __init__(
        self, folder: Path, *, limit: int = _MOST_WAITING, new_pace: Callable[[], Pace] = Pace
    ) -> None:
        self._folder = folder
        self._new_pace = new_pace
        self._asked: asyncio.Queue[tuple[str, _Answer]] = asyncio.Queue(limit)
        self._keeper: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._rests_until = 0.0
        """By the clock of the event loop."""
        self.is_ready = False

    @property
    def pid(self) -> int | None:
        """The process that reads now."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, in the background."""
        self._keeper = asyncio.create_task(self._keep())

    async def scores(self, text: str, *, within_s: float) -> list[float] | None:
        """Return the text's scores; `None` when they are not there in time, or nobody can give them.

        Nobody can of a text that is too long for the encoder. Whoever would wait in vain is told at once.
        """
        loop = asyncio.get_running_loop()
        if not self.is_ready or self._asked.full() or self._rests_until > loop.time() + within_s:
            return None
        answer: _Answer = loop.create_future()
        self._asked.put_nowait((text, answer))
        try:
            return await asyncio.wait_for(answer, within_s)
        except TimeoutError:
            return None

    async def close(self) -> None:
        """End the process; whoever waits gets nothing."""
        if self._keeper is not None:
            await end(self._keeper)

    async def _keep(self) -> None:
        pause_s = 1.0
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await self._run()
            except Exception as error:  # noqa: BLE001 - whatever it was, it is started anew
                _log.error("second_reader_failed", folder=str(self._folder), error=repr(error))
            finally:
                self._forget_waiting()
            if asyncio.get_running_loop().time() - started > _LONGEST_PAUSE_S:
                pause_s = 1.0
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _run(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", MODULE, str(self._folder),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LINE_BYTES,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            start_new_session=True,  # Ctrl-C is for the service, which ends it
        )  # fmt: skip
        self._process = process
        serving = asyncio.create_task(self._serve(process))
        ended = asyncio.create_task(process.wait())
        try:
            await asyncio.wait((serving, ended), return_when=asyncio.FIRST_COMPLETED)
            if not serving.done():
                raise EOFError(f"the process ended with {ended.result()}")
            await serving
        finally:
            self.is_ready, self._process = False, None
            serving.cancel()
            await _end(process)
            await asyncio.gather(serving, ended, return_exceptions=True)

    async def _serve(self, process: asyncio.subprocess.Process) -> None:
        await asyncio.wait_for(_line(process), _START_S)
        self.is_ready = True
        _log.info("second_reader_ready", pid=process.pid)
        pace = self._new_pace()
        while True:
            text, answer = await self._asked.get()
            if answer.done():  # whoever asked no longer waits
                continue
            started = asyncio.get_running_loop().time()
            try:
                _settle(answer, await asyncio.wait_for(_ask(process, text), _HANGS_S))
            finally:
                _settle(answer, None)
            await self._rest(pace.rest_s(asyncio.get_running_loop().time() - started))

    async def _rest(self, for_s: float) -> None:
        self._rests_until = asyncio.get_running_loop().time() + for_s
        await asyncio.sleep(for_s)

    def _forget_waiting(self) -> None:
        while not self._asked.empty():
            _settle(self._asked.get_nowait()[1], None)


def _settle(answer: _Answer, found: list[float] | None) -> None:
    if not answer.done():
        answer.set_result(found)


async def _ask(process: asyncio.subprocess.Process, text: str) -> list[float] | None:
    assert process.stdin is not None  # noqa: S101 - it was opened as a pipe
    process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
    await process.stdin.drain()
    return (await _line(process))["scores"]


async def _line(process: asyncio.subprocess.Process) -> dict[str, list[float] | None]:
    assert process.stdout is not None  # noqa: S101 - it was opened as a pipe
    line = await process.stdout.readuntil(b"\n")
    content: dict[str, list[float] | None] = json.loads(line)
    return content


async def _end(process: asyncio.subprocess.Process) -> None:
    """The process is gone: asked by the end of its input, then made to."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _STOP_S)
    except (TimeoutError, asyncio.CancelledError):
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
