"""Who runs the server of a data folder: one Fairword at a time, by a lock that ends with its process."""

import asyncio
import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from service.store.embedded.folder import DataFolder, usable
from service.store.embedded.locks import try_lock
from service.store.embedded.probe import Answer, ask
from service.store.errors import DataFolderInUse

# What the lock file says may for a moment be what an earlier holder wrote.
_GLIMPSE_S = 0.3
# Commands are short: the service and other commands wait this long for one to end, and a command
# waits this long for the server of a service that is just starting.
_PATIENCE_S = 15.0
_POLL_S = 0.02


class Role(StrEnum):
    """What the holder of a data folder is."""

    SERVICE = "service"  # holds the folder for long; commands use its server
    COMMAND = "command"  # holds it for seconds; everybody else waits


@dataclass(frozen=True)
class Holder:
    """What the lock file says about who holds the folder; `url` is empty until its server answers."""

    pid: int
    role: Role
    url: str = ""


class Ownership:
    """The data folder is ours until the `with` block ends."""

    def __init__(self, descriptor: int, role: Role) -> None:
        self._descriptor = descriptor
        self._role = role

    def announce(self, url: str = "") -> None:
        """The lock file says who we are and, with `url`, that our server answers there."""
        note = json.dumps(asdict(Holder(os.getpid(), self._role, url))).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, note, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


async def own(folder: DataFolder) -> Ownership:
    """The service holds the folder; a command that still runs is waited for.

    Raises
    ------
    DataFolderInUse
        If another service holds it, or a command for longer than commands take.
    """
    started = _now_s()
    while True:
        ownership = _try_own(folder, Role.SERVICE)
        if ownership:
            return ownership
        holder = _holder(folder)
        patience_s = _PATIENCE_S if holder and holder.role is Role.COMMAND else _GLIMPSE_S
        if _now_s() - started > patience_s:
            raise _in_use(folder, holder)
        await asyncio.sleep(_POLL_S)


async def own_or_join(folder: DataFolder) -> Ownership | str:
    """A command holds the folder, or has the address of the service's server, which answers.

    Raises
    ------
    DataFolderInUse
        If another command holds the folder for longer than commands take, or the server of the service that
        holds it does not answer.
    """
    started = _now_s()
    while True:
        ownership = _try_own(folder, Role.COMMAND)
        if ownership:
            return ownership
        holder = _holder(folder)
        if holder and holder.role is Role.SERVICE and await _answers(holder.url):
            return holder.url
        if _now_s() - started > _PATIENCE_S:
            raise _in_use(folder, holder)
        await asyncio.sleep(_POLL_S)


def _try_own(folder: DataFolder, role: Role) -> Ownership | None:
    with usable(folder.path):
        descriptor = try_lock(folder.owner_lock)
        if descriptor is None:
            return None
        ownership = Ownership(descriptor, role)
        try:
            ownership.announce()
        except OSError:
            os.close(descriptor)
            raise
        return ownership


def _holder(folder: DataFolder) -> Holder | None:
    """What the lock file says, None while its holder is writing it."""
    try:
        note = json.loads(folder.owner_lock.read_text())
        return Holder(pid=note["pid"], role=Role(note["role"]), url=note["url"])
    except (ValueError, KeyError, TypeError):
        return None


async def _answers(url: str) -> bool:
    return bool(url) and await ask(Path(unquote(urlsplit(url).path))) is Answer.READY


def _in_use(folder: DataFolder, holder: Holder | None) -> DataFolderInUse:
    pid = holder.pid if holder else "unknown"
    if holder and holder.role is Role.COMMAND:
        return DataFolderInUse(
            f"A Fairword command still works on this data folder (pid {pid}): {folder.path}. "
            "Try again when it is done."
        )
    return DataFolderInUse(
        f"Another Fairword already runs on this data folder (pid {pid}): {folder.path}. "
        "Stop it, or set FAIRWORD_DATA_DIR to another folder."
    )


def _now_s() -> float:
    return asyncio.get_running_loop().time()
