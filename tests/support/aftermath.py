"""What a data folder holds after the service was killed, and which processes still work on it."""

import asyncio
import os
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import redis

from service.domain.comment import Status
from service.domain.journal import EntryType
from service.store.commands import Commands
from service.store.comments import Comments
from tests.support.comments import KEEPING
from tests.support.photograph import photograph
from tests.support.redis_servers import server_pid

_POLL_S = 0.02
_PATIENCE_S = 10.0


def socket_url(data_dir: Path) -> str:
    """The address of the embedded server."""
    return f"unix://{data_dir / 'redis' / 'redis.sock'}?db=0"


def guard_pid(data_dir: Path) -> int:
    """The process that watches the embedded server."""
    return int((data_dir / "redis" / "server.lock").read_text())


def embedded_pid(data_dir: Path) -> int:
    """The embedded server itself; one that dies while it is asked is asked again, once it is back."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return server_pid(socket_url(data_dir))
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_POLL_S)


def kill9(pid: int) -> None:
    """The process is dead, if it was not already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


async def until_nobody_works_on(data_dir: Path) -> None:
    """No process that names the data folder is left: neither server nor guard outlives the service."""
    async with asyncio.timeout(_PATIENCE_S):
        while _processes_on(data_dir):
            await asyncio.sleep(_POLL_S)


def _processes_on(data_dir: Path) -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            words = (process / "cmdline").read_bytes() if process.name.isdigit() else b""
            if os.fsencode(data_dir) in words:
                found.append(process.name)
    return found


async def check_every_comment_is_whole(commands: Commands, site: str) -> set[str]:
    """Every comment has all of its parts, each once, and no part is alone; returns the comments' ids."""
    comments = Comments(commands, site, KEEPING)
    standing = [
        comment.id for status in Status for comment in await comments.standing(status, start=0, count=100_000)
    ]
    events = [event.entry for event in (await comments.events(after="", limit=100_000)).events]
    assert Counter(standing) == Counter(entry.comment_id for entry in events)
    assert {entry.type for entry in events} <= {EntryType.DECISION}
    prefix = comments.keys.comment("")
    kept = [key.removeprefix(prefix) for key in await commands.run("KEYS", f"{prefix}*")]
    assert sorted(kept) == sorted(standing)
    await asyncio.gather(*(_check_is_whole(commands, comments, comment_id) for comment_id in kept))
    return set(kept)


async def _check_is_whole(commands: Commands, comments: Comments, comment_id: str) -> None:
    comment = await comments.find(comment_id)
    assert comment is not None
    seen = await photograph(commands, comment)
    assert list(seen.on_site) == list(seen.of_author) == [comment.status]
    assert seen.published == (comment.status is Status.APPROVED)
    assert (seen.due_ms is not None) == (comment.status is Status.PENDING)
    assert len(await comments.audit(comment_id)) == 1
