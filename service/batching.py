"""What is waiting goes together: batches without a fixed wait."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")


class Batcher(Generic[T, R]):
    """Processes items in batches: while as many as `at_once` are under way the next one gathers.

    `process` takes at most `limit` items and returns one result for each, in order; a result that is an
    exception is raised to whoever sent that item. What `process` itself raises is raised to all of the batch.
    An idle batcher starts at once, so a lone item never waits for company.
    """

    def __init__(
        self,
        process: Callable[[list[T]], Awaitable[Sequence[R | BaseException]]],
        *,
        limit: int,
        at_once: int = 1,
    ) -> None:
        self._process = process
        self._limit = limit
        self._at_once = at_once
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._workers: set[asyncio.Task[None]] = set()

    def submit(self, item: T) -> asyncio.Future[R]:
        """Return the result for one item, which is to come."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if len(self._workers) < self._at_once:
            self._workers.add(asyncio.create_task(self._drain()))
        return future

    async def close(self) -> None:
        """Finish what was submitted."""
        await asyncio.gather(*self._workers)

    async def _drain(self) -> None:
        try:
            await self._work_off()
        finally:  # in the same step as the last look: what comes a moment later starts a worker of its own
            self._workers.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _work_off(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
            for (_, future), result in zip(batch, await self._results(batch), strict=True):
                if future.done():  # whoever sent it no longer waits
                    continue
                if isinstance(result, BaseException):
                    future.set_exception(result)
                else:
                    future.set_result(result)

    async def _results(self, batch: list[tuple[T, asyncio.Future[R]]]) -> Sequence[R | BaseException]:
        try:
            results = await self._process([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - passed on to every sender
            return [error] * len(batch)
        if len(results) != len(batch):
            return [RuntimeError(f"{len(results)} results for {len(batch)} items")] * len(batch)
        return results
