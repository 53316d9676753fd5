"""Counting what happened: the outbox is read once, by whichever process comes first."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from service.background import repeating
from service.domain.tally import needs_audit, tally
from service.sites import Site

_CHUNK = 1_000
_EVERY_S = 60.0


async def catch_up(site: Site) -> None:
    """Everything that has happened on a site so far is counted."""
    while True:
        cursor = await site.hours.cursor()
        page = await site.comments.events(after=cursor, limit=_CHUNK)
        if not page.found:
            return
        entries = [event.entry for event in page.events]
        ids = list({entry.comment_id: None for entry in entries if needs_audit(entry)})
        hours = tally(entries, await site.hours.audits(ids))
        await site.hours.add(cursor, page.next, hours)
        if page.found < _CHUNK:
            return


@asynccontextmanager
async def counting(sites: Mapping[str, Site]) -> AsyncIterator[None]:
    """Events are counted before they expire, whether anybody looks or not, until the block ends.

    Each site is counted for itself: trouble with one keeps no other from it.
    """
    async with AsyncExitStack() as each:
        for name, site in sites.items():
            work = partial(catch_up, site)
            await each.enter_async_context(repeating(work, every_s=_EVERY_S, name=f"counting {name}"))
        yield
