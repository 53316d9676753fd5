"""Counting what happened: the outbox is read once, by whichever process comes first."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from service.domain.tally import needs_audit, tally
from service.ending import end
from service.sites import Site
from service.store.errors import StoreError

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


@asynccontextmanager
async def counting(sites: Mapping[str, Site]) -> AsyncIterator[None]:
    """Events are counted before they expire, whether anybody looks or not, until the block ends."""
    task = asyncio.create_task(_count(sites))
    try:
        yield
    finally:
        await end(task)


async def _count(sites: Mapping[str, Site]) -> None:
    while True:
        await asyncio.sleep(_EVERY_S)
        with suppress(StoreError):  # they are counted once Redis is back
            for site in list(sites.values()):
                await catch_up(site)
