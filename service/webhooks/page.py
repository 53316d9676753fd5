"""`/review/webhooks`: how things are with each endpoint, and what to do about it. For editors."""

from dataclasses import dataclass

from aiohttp import web

from service.site_config import Webhook
from service.store.hooks import Hook, Standing
from service.usecases.refusals import NotFoundError
from service.web.seat import Seat, acting_seat, editors_only, go, seat_of


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint as the page shows it."""

    webhook: Webhook
    standing: Standing


async def page(request: web.Request) -> web.StreamResponse:
    """List the endpoints of a site with their dead letters."""
    seat = editors_only(await seat_of(request))
    webhooks = seat.site.config.webhooks
    endpoints = [Endpoint(each, await _hook(seat, each.name).standing()) for each in webhooks]
    return seat.page("webhooks.html", endpoints=endpoints)


async def resend(request: web.Request) -> web.StreamResponse:
    """Deliver one dead letter after all, or every one of the endpoint when none is named."""
    seat = editors_only(await acting_seat(request))
    hook, event = _named_hook(seat), seat.form.get("event", "")
    events = [event] if event else [letter.event_id for letter in (await hook.standing()).dead]
    for each in sorted(events, reverse=True):  # each goes to the head of its line: the oldest last
        await hook.resend(each, seat.services.clock())
    return go(seat.path("/webhooks"))


async def enable(request: web.Request) -> web.StreamResponse:
    """Go on with an endpoint that had answered 410."""
    seat = editors_only(await acting_seat(request))
    await _named_hook(seat).enable()
    return go(seat.path("/webhooks"))


def _named_hook(seat: Seat) -> Hook:
    name = seat.request.match_info["name"]
    if name not in {each.name for each in seat.site.config.webhooks}:
        raise NotFoundError("webhook")
    return _hook(seat, name)


def _hook(seat: Seat, name: str) -> Hook:
    return Hook(seat.services.commands, seat.site.name, name)
