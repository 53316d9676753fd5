"""`/review/preferences`: how a moderator wants to see what people wrote. Each sets their own."""

from aiohttp import web

from service.api.queries import whole_number
from service.domain.preferences import PAUSES, Preferences
from service.domain.submission import FieldError
from service.store.preferences import keep_preferences
from service.usecases.refusals import InvalidError
from service.web.seat import Seat, acting_seat, go, seat_of


async def page(request: web.Request) -> web.StreamResponse:
    """Show what the moderator prefers."""
    seat = await seat_of(request)
    return seat.page(
        "preferences.html",
        pauses=PAUSES,
        is_saved="saved" in request.query,
        has_new_password="changed" in request.query,
    )


async def save(request: web.Request) -> web.StreamResponse:
    """Keep what the moderator prefers."""
    seat = await acting_seat(request)
    wish = Preferences("blur" in seat.form, "mask" in seat.form, _pause(seat))
    await keep_preferences(seat.services.commands, seat.moderator.name, wish)
    return go(seat.path("/preferences", saved="1"))


def _pause(seat: Seat) -> int:
    pause = whole_number(seat.form, "pause_after", default=0, least=0, most=max(PAUSES))
    if pause not in PAUSES:
        message = f"Must be one of {', '.join(map(str, PAUSES))}, got {pause}."
        raise InvalidError([FieldError("pause_after", message)])
    return pause
