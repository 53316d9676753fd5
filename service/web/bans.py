"""`/review/bans`: who is banned now, and an end to it."""

from aiohttp import web

from service.web.seat import acting_seat, go, seat_of


async def page(request: web.Request) -> web.StreamResponse:
    """List the bans that stand."""
    seat = await seat_of(request)
    return seat.page("bans.html", banned=await seat.services.authors.banned(seat.site))


async def lift(request: web.Request) -> web.StreamResponse:
    """End a ban."""
    seat = await acting_seat(request)
    await seat.services.authors.lift(seat.site, seat.moderator, seat.form.get("whom", ""))
    return go(seat.path("/bans"))
