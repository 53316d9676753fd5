"""`/review/bans`: who is banned now, and an end to it."""

from aiohttp import web

from service.api.queries import word
from service.web.seat import acting_seat, go, seat_of


async def page(request: web.Request) -> web.StreamResponse:
    """List the bans that stand."""
    seat = await seat_of(request)
    authors, who, cause = seat.services.authors, word(request.query, "lifted"), word(request.query, "cause")
    banned = await authors.banned(seat.site)
    return seat.page("bans.html", banned=banned, lifted=await authors.lifted(seat.site, banned, who, cause))


async def lift(request: web.Request) -> web.StreamResponse:
    """End a ban; the list then tells whose."""
    seat = await acting_seat(request)
    who = seat.form.get("whom", "")
    cause = await seat.services.authors.lift(seat.site, seat.moderator, who)
    return go(seat.path("/bans", lifted=who, cause=cause))
