"""How often the Akismet face was called, by month and by page of the site."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import structlog

from service.store.commands import Commands
from service.store.errors import StoreError
from service.store.keys import SiteKeys

KEEP_S = 400 * 86_400
WRITTEN_AFTER_S = 0.5
CALLS, SPAM, HAM, MISSED_SPAM, FALSE_POSITIVES = "api_calls", "spam", "ham", "missed_spam", "false_positives"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PageUsage:
    """What was counted for one blog."""

    blog: str
    counts: Mapping[str, int]


class Usage:
    """One site's counters.

    What is counted is written together, so that no call waits for its own count: a process that is killed
    loses what it counted in the last half second, and no more hangs on it than the statistics.
    """

    def __init__(self, commands: Commands, site: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)
        self._counted: Counter[tuple[str, str]] = Counter()
        self._writing: asyncio.Task[None] | None = None

    def count(self, month: str, blog: str, *events: str) -> None:
        """Count events of a blog in a month such as `2026-11`."""
        self._counted.update((month, f"{blog}\0{event}") for event in events)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def of_month(self, month: str) -> list[PageUsage]:
        """Return what was counted in a month, the busiest blog first."""
        await self._write()
        found: dict[str, dict[str, int]] = {}
        for name, value in (await self._commands.run("HGETALL", self._keys.usage(month))).items():
            blog, _, event = name.partition("\0")
            found.setdefault(blog, {})[event] = int(value)
        pages = [PageUsage(blog, counts) for blog, counts in found.items()]
        return sorted(pages, key=lambda page: (-page.counts.get(CALLS, 0), page.blog))

    async def close(self) -> None:
        """Write what is counted."""
        if self._writing is not None:
            await self._writing
        with suppress(StoreError):
            await self._write()

    async def _write_soon(self) -> None:
        try:
            while self._counted:
                await asyncio.sleep(WRITTEN_AFTER_S)
                await self._write()
        except StoreError as error:
            _log.warning("usage_not_written", error=str(error))  # the next call's count takes it along

    async def _write(self) -> None:
        counted, self._counted = self._counted, Counter()
        if not counted:
            return
        months = {month for month, _ in counted}
        try:
            await self._commands.run_all(
                [
                    *(("HINCRBY", self._keys.usage(month), name, n) for (month, name), n in counted.items()),
                    *(("EXPIRE", self._keys.usage(month), KEEP_S) for month in months),
                ]
            )
        except StoreError:
            self._counted.update(counted)
            raise
