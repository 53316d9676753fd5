import asyncio

from structlog.testing import capture_logs

from service.background import end, repeating
from service.store.errors import StoreError


async def deaf(times: int) -> None:
    """Goes on after so many cancellations, as a loop does that takes them for errors."""
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            times -= 1
            if times < 0:
                raise


async def test_what_misses_a_cancellation_is_told_again() -> None:
    tasks = [asyncio.create_task(deaf(times)) for times in (0, 2)]
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await end(*tasks, again_s=0.01)
    assert all(task.cancelled() for task in tasks)


async def test_what_has_ended_by_itself_is_left_alone() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    await end(task)
    assert not task.cancelled()


async def test_work_that_fails_is_done_again_and_a_failure_that_lasts_is_told_once() -> None:
    turns = [StoreError("away"), ValueError("odd"), ValueError("odd"), None, ValueError("odd again"), None]
    ended = asyncio.Event()

    async def work() -> None:
        if not turns:
            ended.set()
        elif turn := turns.pop(0):
            raise turn

    with capture_logs() as logs:
        async with asyncio.timeout(10), repeating(work, every_s=0.001, name="counting"):
            await ended.wait()
    assert [(entry["event"], entry["work"]) for entry in logs] == [("background_work_failed", "counting")] * 2
