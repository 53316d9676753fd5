"""Counting what the Akismet face is asked."""

import asyncio

import pytest

from service.store.commands import Commands
from service.store.errors import StoreError
from service.store.keys import SiteKeys
from service.store.usage import CALLS, HAM, SPAM, PageUsage, Usage

MONTH = "2026-11"


async def written(commands: Commands) -> dict[str, str]:
    found: dict[str, str] = await commands.run("HGETALL", SiteKeys("default").usage(MONTH))
    return found


async def test_what_is_counted_is_read_at_once_and_added_up(commands: Commands) -> None:
    one, other = Usage(commands, "default"), Usage(commands, "default")
    for usage in (one, other, one):
        usage.count(MONTH, "news.example", CALLS, SPAM)
    one.count(MONTH, "blog.example", CALLS, HAM)
    await other.close()
    assert await one.of_month(MONTH) == [
        PageUsage("news.example", {CALLS: 3, SPAM: 3}),
        PageUsage("blog.example", {CALLS: 1, HAM: 1}),
    ]
    await one.close()
    assert sum(map(int, (await written(commands)).values())) == 8
    assert await commands.run("TTL", SiteKeys("default").usage(MONTH)) > 0


async def test_it_is_written_together_after_a_moment_though_nobody_asks(commands: Commands) -> None:
    usage = Usage(commands, "default")
    for _ in range(5):
        usage.count(MONTH, "news.example", CALLS)
    assert await written(commands) == {}
    async with asyncio.timeout(10):
        while not await written(commands):
            await asyncio.sleep(0.05)
    assert await written(commands) == {f"news.example\0{CALLS}": "5"}
    await usage.close()


async def test_what_could_not_be_written_is_written_the_next_time(commands: Commands) -> None:
    usage = Usage(commands, "default")
    key = SiteKeys("default").usage(MONTH)
    await commands.run("SET", key, "no hash")
    usage.count(MONTH, "news.example", CALLS)
    with pytest.raises(StoreError):
        await usage.of_month(MONTH)
    await commands.run("DEL", key)
    assert await usage.of_month(MONTH) == [PageUsage("news.example", {CALLS: 1})]
    await usage.close()
