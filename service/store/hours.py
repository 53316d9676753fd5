"""Counters of what happened, by the hour."""

from collections.abc import Mapping, Sequence

from service.domain.journal import Entry
from service.store import records
from service.store.commands import Commands
from service.store.keys import SiteKeys

KEEP_MS = 400 * 86_400_000
_READ_AT_ONCE = 120


class Hours:
    """One site's counters."""

    def __init__(self, commands: Commands, site: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)

    async def cursor(self) -> str:
        """Return the last event that is counted, empty when none is."""
        return str(await self._commands.run("HGET", self._keys.counted, "cursor") or "")

    async def audits(self, comment_ids: Sequence[str]) -> dict[str, list[Entry]]:
        """Return what happened to comments, oldest first."""
        if not comment_ids:
            return {}
        found = await self._commands.run_all(
            [("LRANGE", self._keys.audit(each), 0, -1) for each in comment_ids]
        )
        return {
            comment_id: records.read_audit(entries, comment_id)
            for comment_id, entries in zip(comment_ids, found, strict=True)
        }

    async def add(self, cursor: str, new_cursor: str, hours: Mapping[int, Mapping[str, int]]) -> bool:
        """Add to the counters of hours; false when somebody else has counted these events."""
        keys = [self._keys.counted, *(self._keys.hour(hour) for hour in hours)]
        adds = [
            word
            for place, counters in enumerate(hours.values(), start=2)
            for field, number in counters.items()
            for word in (place, field, number)
        ]
        answer = await self._commands.call("count", keys, cursor, new_cursor, KEEP_MS, *adds)
        return bool(answer[0] == "counted")

    async def read(self, hours: Sequence[int]) -> list[dict[str, int]]:
        """Return the counters of hours, in the same order."""
        found: list[dict[str, int]] = []
        for start in range(0, len(hours), _READ_AT_ONCE):
            keys = [self._keys.hour(hour) for hour in hours[start : start + _READ_AT_ONCE]]
            answers = await self._commands.run_all([("HGETALL", key) for key in keys])
            found += [{field: int(number) for field, number in each.items()} for each in answers]
        return found
