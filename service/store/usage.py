"""How often the Akismet face was called, by month and by page of the site."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.store.commands import Commands
from service.store.keys import SiteKeys

KEEP_S = 400 * 86_400
CALLS, SPAM, HAM, MISSED_SPAM, FALSE_POSITIVES = "api_calls", "spam", "ham", "missed_spam", "false_positives"


@dataclass(frozen=True, slots=True)
class PageUsage:
    """What was counted for one blog."""

    blog: str
    counts: Mapping[str, int]


class Usage:
    """One site's counters."""

    def __init__(self, commands: Commands, site: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)

    async def count(self, month: str, blog: str, *events: str) -> None:
        """Count events of a blog in a month such as `2026-11`."""
        key = self._keys.usage(month)
        counted = [("HINCRBY", key, f"{blog}\0{event}", 1) for event in events]
        await self._commands.run_all([*counted, ("EXPIRE", key, KEEP_S)])

    async def of_month(self, month: str) -> list[PageUsage]:
        """Return what was counted in a month, the busiest blog first."""
        found: dict[str, dict[str, int]] = {}
        for name, value in (await self._commands.run("HGETALL", self._keys.usage(month))).items():
            blog, _, event = name.partition("\0")
            found.setdefault(blog, {})[event] = int(value)
        pages = [PageUsage(blog, counts) for blog, counts in found.items()]
        return sorted(pages, key=lambda page: (-page.counts.get(CALLS, 0), page.blog))
