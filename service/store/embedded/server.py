"""One run of the embedded server, from its start to its end."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path

import structlog

from service.store.embedded.folder import DataFolder, usable
from service.store.embedded.locks import try_lock
from service.store.embedded.probe import Answer, ask
from service.store.errors import DataFolderInUse, ServerStartFailed

_log = structlog.get_logger()

GUARD = Path(__file__).with_name("guard.sh")
_LOG_BYTES_MAX = 1 << 20
_LOG_TAIL_LINES = 6
_POLL_S = 0.005
# Reading the data may take as long as it takes; saying nothing at all may not.
_SILENCE_S = 30.0
# Everything acknowledged is on the disk, so that killing loses nothing; this is for a server that hangs.
_STOP_PATIENCE_S = 20.0
_KILL_PATIENCE_S = 5.0
# The last of what runs beside a server ends just after it.
_GRACE_S = 0.2
_GUARD_PATIENCE_S = 30


class Server:
    """A server that runs on the data folder, and the pipe that its guard watches."""

    def __init__(self, folder: DataFolder, process: Process, lifeline: int, log_start: int) -> None:
        self._folder = folder
        self._process = process
        self._lifeline: int | None = lifeline
        self._log_start = log_start

    async def ended(self) -> int:
        """The status with which the server, or its guard, ended by itself."""
        return await self._process.wait()

    async def stop(self) -> None:
        """The server has written everything down and ended; nothing of it is left. May be called again."""
        if self._lifeline is None:
            return
        os.close(self._lifeline)
        self._lifeline = None
        try:
            async with asyncio.timeout(_STOP_PATIENCE_S):
                await self._process.wait()
        except TimeoutError:
            _log.warning("embedded server does not stop; killing it", pid=self._process.pid)
            _signal_group(self._process.pid, signal.SIGKILL)
            await self._process.wait()
        with usable(self._folder.path):
            os.close(await _nobody_serves(self._folder))
            self._folder.remove_socket()

    async def until_ready(self) -> None:
        """The server answers.

        Raises
        ------
        ServerStartFailed
            If it ends or keeps silent instead.
        """
        deadline_s = _now_s() + _SILENCE_S
        while self._process.returncode is None:
            answer = await ask(self._folder.socket)
            if answer is Answer.READY:
                return
            if answer is Answer.LOADING:
                deadline_s = _now_s() + _SILENCE_S
            if _now_s() > deadline_s:
                break
            await asyncio.sleep(_POLL_S)
        raise ServerStartFailed(
            f"The embedded server did not start on the data folder {self._folder.path}. "
            f"The end of its log, {self._folder.log}:\n{self.log_tail()}"
        )

    def log_tail(self) -> str:
        """The last lines that this run has logged."""
        lines: list[str] = []
        with suppress(OSError), self._folder.log.open("rb") as file:
            file.seek(self._log_start)
            lines = file.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-_LOG_TAIL_LINES:])


async def start_server(folder: DataFolder, program: Path) -> Server:
    """A server started from `program` answers on the folder's socket, with all that the folder holds.

    Raises
    ------
    ServerStartFailed
        If it does not.
    DataFolderInUse
        If a server of an earlier run cannot be ended.
    DataFolderUnusable
        If its files cannot be made.
    """
    with usable(folder.path):
        server_lock = await _nobody_serves(folder)
        try:
            server = await _spawn(folder, program, server_lock)
        finally:
            os.close(server_lock)  # the server and its guard hold it from here on
    try:
        await server.until_ready()
    except BaseException:
        await server.stop()
        raise
    return server


async def _spawn(folder: DataFolder, program: Path, server_lock: int) -> Server:
    folder.clear_socket()
    os.ftruncate(server_lock, 0)
    output = _open_log(folder)
    log_start = os.fstat(output).st_size
    guard_end, our_end = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            *(GUARD, folder.server_lock, str(_GUARD_PATIENCE_S), program),
            *_arguments(folder),
            stdin=guard_end,
            stdout=output,
            stderr=output,
            env=_environment(),
            pass_fds=(server_lock,),
            start_new_session=True,  # Ctrl-C is for the service, which stops the server last
        )
    except BaseException:
        os.close(our_end)
        raise
    finally:
        os.close(guard_end)
        os.close(output)
    return Server(folder, process, our_end, log_start)


def _open_log(folder: DataFolder) -> int:
    with suppress(FileNotFoundError):
        if folder.log.stat().st_size > _LOG_BYTES_MAX:
            folder.log.replace(folder.log.with_suffix(".log.1"))
    return os.open(folder.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def _arguments(folder: DataFolder) -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(folder.socket),
        "unixsocketperm": "700",
        "dir": str(folder.store),
        "appendonly": "yes",
        "appendfsync": "always",  # an answer goes out when what it acknowledges is on the disk
        "aof-load-truncated": "yes",  # a killed server leaves half a command at the end
        "aof-use-rdb-preamble": "no",  # plain commands: any later choice of Redis or Valkey can read them
        "save": "",
        "maxmemory-policy": "noeviction",
        "auto-aof-rewrite-min-size": "256mb",  # nearly all that comes in stays: little to win by it
    }
    return [part for name, value in settings.items() for part in (f"--{name}", value)]


def _environment() -> dict[str, str]:
    """Ours without the secrets in it, and in a locale that every system has."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWORD_")}
    return ours | {"LC_ALL": "C"}


async def _nobody_serves(folder: DataFolder) -> int:
    """A descriptor that holds the server's lock: no server writes to these data, not even one left behind.

    Whoever holds the lock inherited it from a guard that wrote down its process group, so that group lives
    and is ours to end. Only the owner of the folder may call this.
    """
    stages = (None, _GRACE_S), (signal.SIGTERM, _STOP_PATIENCE_S), (signal.SIGKILL, _KILL_PATIENCE_S)
    for sign, patience_s in stages:
        if sign is not None:
            _log.info("ending the server of an earlier run", folder=str(folder.path), signal=sign.name)
            _signal_group(_group_of_server(folder), sign)
        lock = await _lock_within(folder, patience_s)
        if lock is not None:
            return lock
    raise DataFolderInUse(
        f"A server of an earlier run still holds the data folder {folder.path}: "
        f"process group {_group_of_server(folder)} does not end. Kill it, then try again."
    )


async def _lock_within(folder: DataFolder, patience_s: float) -> int | None:
    deadline_s = _now_s() + patience_s
    while _now_s() < deadline_s:
        lock = try_lock(folder.server_lock)
        if lock is not None:
            return lock
        await asyncio.sleep(_POLL_S)
    return None


def _group_of_server(folder: DataFolder) -> int | None:
    noted = folder.server_lock.read_text().strip()
    return int(noted) if noted.isdecimal() else None


def _signal_group(group: int | None, sign: signal.Signals) -> None:
    if group is not None:
        with suppress(ProcessLookupError):
            os.killpg(group, sign)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
