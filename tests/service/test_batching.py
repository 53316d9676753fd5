"""What is waiting goes together."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.batching import Batcher


class Counted:
    """Doubles numbers, in batches that it counts; refuses negative ones; fails on a batch with 13."""

    def __init__(self, *, limit: int = 32) -> None:
        self.batches: list[list[int]] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.batcher: Batcher[int, int] = Batcher(self._process, limit=limit)

    async def _process(self, numbers: list[int]) -> list[int | BaseException]:
        self.batches.append(numbers)
        await self.go_on.wait()
        if 13 in numbers:
            raise RuntimeError("thirteen")
        return [number * 2 if number >= 0 else ValueError(number) for number in numbers]


@pytest.fixture
async def counted() -> Counted:
    return Counted()


async def test_a_lone_item_starts_at_once(counted: Counted) -> None:
    assert await counted.batcher.submit(1) == 2
    assert await counted.batcher.submit(2) == 4
    assert counted.batches == [[1], [2]]


async def test_what_comes_while_one_batch_is_under_way_is_the_next_batch(counted: Counted) -> None:
    counted.go_on.clear()
    first = counted.batcher.submit(0)
    while not counted.batches:
        await asyncio.sleep(0)
    others = [counted.batcher.submit(number) for number in range(1, 6)]
    await asyncio.sleep(0)
    counted.go_on.set()
    assert await asyncio.gather(first, *others) == [0, 2, 4, 6, 8, 10]
    assert counted.batches == [[0], [1, 2, 3, 4, 5]]


async def test_no_batch_is_larger_than_the_limit() -> None:
    counted = Counted(limit=3)
    results = await asyncio.gather(*(counted.batcher.submit(number) for number in range(10)))
    assert results == [number * 2 for number in range(10)]
    assert max(map(len, counted.batches)) <= 3
    assert [number for batch in counted.batches for number in batch] == list(range(10))


async def test_an_item_that_fails_fails_alone(counted: Counted) -> None:
    results = await asyncio.gather(
        *(counted.batcher.submit(number) for number in (1, -2, 3)), return_exceptions=True
    )
    assert isinstance(results[1], ValueError)
    assert (results[0], results[2]) == (2, 6)


async def test_a_batch_that_fails_fails_for_all_of_it_and_the_next_one_goes_on(counted: Counted) -> None:
    results = await asyncio.gather(
        *(counted.batcher.submit(number) for number in (1, 13)), return_exceptions=True
    )
    assert all(isinstance(result, RuntimeError) for result in results)
    assert await counted.batcher.submit(4) == 8


async def test_whoever_no_longer_waits_holds_up_nobody(counted: Counted) -> None:
    counted.go_on.clear()
    gone = counted.batcher.submit(1)
    stays = counted.batcher.submit(2)
    while not counted.batches:
        await asyncio.sleep(0)
    gone.cancel()
    counted.go_on.set()
    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_closing_finishes_what_was_submitted(counted: Counted) -> None:
    tasks = [counted.batcher.submit(number) for number in range(3)]
    await asyncio.sleep(0)
    await counted.batcher.close()
    assert [task.result() for task in tasks] == [0, 2, 4]


async def test_too_few_results_are_a_failure_and_nobody_waits_for_ever() -> None:
    async def lose_one(numbers: list[int]) -> list[int]:
        return numbers[1:]

    batcher: Batcher[int, int] = Batcher(lose_one, limit=32)
    async with asyncio.timeout(5):
        results = await asyncio.gather(*(batcher.submit(n) for n in range(3)), return_exceptions=True)
    assert all(isinstance(result, RuntimeError) for result in results)


@given(st.lists(st.integers(-5, 20), max_size=60), st.integers(1, 8))
async def test_each_gets_the_result_of_its_own_item(numbers: list[int], limit: int) -> None:
    counted = Counted(limit=limit)
    results = await asyncio.gather(*(counted.batcher.submit(n) for n in numbers), return_exceptions=True)
    for number, result in zip(numbers, results, strict=True):
        assert result == number * 2 or isinstance(result, ValueError | RuntimeError)
        assert isinstance(result, ValueError) is False or number < 0
