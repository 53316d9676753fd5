"""Counting what happened: the outbox is read once, by whichever process comes first."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager

from service.background import repeating
from service.domain.tally import needs_audit, tally
from service.sites import Site

_CHUNK = 1_000
_EVERY_S = 60.0


async def catch_up(site: Site) -> None:
    """Everything that has happened on a site so far is counted."""
    while True:
        cursor = await site.hours.cursor()
        events = await site.comments.events(after=cursor, limit=_CHUNK)
        if not events:
            return
        entries = [event.entry for event in events]
        ids = list({entry.comment_id: None for entry in entries if needs_audit(entry)})
        hours = tally(entries, await site.hours.audits(ids))
        await site.hours.add(cursor, events[-1].id, hours)
        if len(events) < _CHUNK:
            return


def counting(sites: Mapping[str, Site]) -> AbstractAsyncContextManager[None]:
    """Events are counted before they expire, whether anybody looks or not, until the block ends."""

    async def count() -> None:
        for site in list(sites.values()):
            await catch_up(site)

    return repeating(count, every_s=_EVERY_S, name="counting")
