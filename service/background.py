"""What runs beside the requests: again and again until the service stops, whatever happens to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog

from service.store.errors import StoreError

_log = structlog.get_logger(__name__)

Work = Callable[[], Awaitable[None]]


@asynccontextmanager
async def repeating(work: Work, *, every_s: float, name: str) -> AsyncIterator[None]:
    """`work` is done every so many seconds until the block ends."""
    task = asyncio.create_task(_repeat(work, every_s, name))
    try:
        yield
    finally:
        await end(task)


async def _repeat(work: Work, every_s: float, name: str) -> None:
    fails = False
    while True:
        await asyncio.sleep(every_s)
        try:
            await work()
        except StoreError:
            continue  # requests say that Redis is away; the work is done once it is back
        except Exception:  # noqa: BLE001 - one bad turn must not end all that would follow
            if not fails:
                _log.exception("background_work_failed", work=name)
            fails = True
        else:
            fails = False


async def end(*tasks: asyncio.Task[Any], again_s: float = 1.0) -> None:
    """Cancel tasks and wait until they have ended.

    A cancellation gets lost where a library that cleans up after it raises an error of its own, and a loop
    that outlives errors takes it for one: so it is said again after `again_s`, which is longer than the
    tasks take to clean up.
    """
    waiting = {task for task in tasks if not task.done()}
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=again_s)
    await asyncio.gather(*tasks, return_exceptions=True)
