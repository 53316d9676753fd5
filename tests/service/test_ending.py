import asyncio

import pytest

from service import ending
from service.ending import end


async def deaf(times: int) -> None:
    """Goes on after so many cancellations, as a loop does that takes them for errors."""
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            times -= 1
            if times < 0:
                raise


async def test_what_misses_a_cancellation_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "_AGAIN_S", 0.01)
    tasks = [asyncio.create_task(deaf(times)) for times in (0, 2)]
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await end(*tasks)
    assert all(task.cancelled() for task in tasks)


async def test_what_has_ended_by_itself_is_left_alone() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    await end(task)
    assert not task.cancelled()
