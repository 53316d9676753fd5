"""`/v1/review/events`: decisions and verdicts as they happen, as server-sent events."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from aiohttp import web

from service.api.access import is_signed_in, required_moderator
from service.api.answers import as_json
from service.api.comments import named_site
from service.api.queries import cursor
from service.api.views import event_view
from service.services import services_of
from service.sites import Site
from service.store.comments import Event, EventPage
from service.store.errors import StoreError

_POLL_S = 1.0
_QUIET_POLLS = 15
"""After so many without news a comment is sent, so that nothing on the way takes the stream for dead."""
_LONGEST_S = 600.0
"""Then the stream ends; a browser comes back by itself, from where it was."""


async def get_events(request: web.Request) -> web.StreamResponse:
    """Stream decisions and verdicts as they happen, from `Last-Event-ID` on."""
    await required_moderator(request)
    site = named_site(request)
    after = cursor(request.headers, "Last-Event-ID") or cursor(request.query, "after")
    after = after or await site.comments.last_event_id()
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    with suppress(ConnectionResetError, TimeoutError):
        async with asyncio.timeout(_LONGEST_S):
            await _stream(request, response, site, after)
    return response


async def _stream(request: web.Request, response: web.StreamResponse, site: Site, after: str) -> None:
    services = services_of(request)
    quiet_polls, stopping = 0, services.stopping
    told: dict[str, str] | None = None
    while not stopping.is_set() and await _goes_on(request):
        page = await _news(site, after)
        for event in page.events:
            await response.write(_written(event))
        after = page.next
        claims = await _claims(site, services.clock())
        if claims is not None and claims != told:
            told = claims
            await response.write(b"event: claims\ndata: %b\n\n" % as_json(claims))
        quiet_polls = 0 if page.events else quiet_polls + 1
        if quiet_polls == _QUIET_POLLS:
            quiet_polls = 0
            await response.write(b": still here\n\n")
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _POLL_S)


async def _goes_on(request: web.Request) -> bool:
    """Whether the moderator is still signed in; as long as Redis is away nobody can tell."""
    try:
        return await is_signed_in(request)
    except StoreError:
        return True


async def _news(site: Site, after: str) -> EventPage:
    """Return what came after an event; nothing while Redis is away: the stream waits until it is back."""
    try:
        return await site.comments.events(after=after, limit=100)
    except StoreError:  # not logged each second: whoever asks for anything else hears of it, and the log too
        return EventPage([], 0, after)


async def _claims(site: Site, now_ms: int) -> dict[str, str] | None:
    """Return who holds which case, `None` while Redis is away."""
    try:
        return {claim.comment_id: claim.by for claim in await site.queue.claims(now_ms)}
    except StoreError:
        return None


def _written(event: Event) -> bytes:
    head = f"id: {event.id}\nevent: {event.entry.type}\ndata: "
    return b"%b%b\n\n" % (head.encode(), as_json(event_view(replace(event, entry=event.entry.blinded))))
