"""`/review/authors/…`: what an author wrote, and their bans."""

from aiohttp import web

from service.api.queries import AllAtOnce, whole_number, word
from service.domain.comment import Status
from service.domain.submission import FieldError
from service.usecases.bans import BanWish
from service.usecases.refusals import InvalidError, one_of
from service.web import wording
from service.web.seat import Seat, acting_seat, go, seat_of

PERIODS = {
    "1d": "for a day",
    "7d": "for a week",
    "30d": "for 30 days",
    "365d": "for a year",
    "for good": "for good",
}


async def page(request: web.Request) -> web.StreamResponse:
    """Show what an author wrote and what was decided of it."""
    return await _page(await seat_of(request))


async def ban(request: web.Request) -> web.StreamResponse:
    """Keep the author or an address of theirs from commenting."""
    seat = await acting_seat(request)
    whom = await seat.services.authors.bannable(seat.site, _key(seat), seat.form.get("whom", ""))
    try:
        with AllAtOnce() as read:
            read(_check_reason, seat)
            wish = read(BanWish.parse, whom.target, seat.form.get("period", ""), seat.form.get("reason", ""))
        await seat.services.review.ban(seat.site, seat.moderator, whom.cause.id, wish)
    except InvalidError as error:
        return await _page(seat, {wrong.field: wrong.message for wrong in error.errors}, error.status)
    return go(seat.path(f"/authors/{_key(seat)}"))


async def lift(request: web.Request) -> web.StreamResponse:
    """End a ban; the page then says so."""
    seat = await acting_seat(request)
    whom = await seat.services.authors.bannable(seat.site, _key(seat), seat.form.get("whom", ""))
    if whom.ban is not None:  # somebody else may have been faster
        await seat.services.review.lift_ban(seat.site, seat.moderator, whom.cause.id, whom.target)
    return go(seat.path(f"/authors/{_key(seat)}", lifted=whom.key))


async def _page(seat: Seat, errors: dict[str, str] | None = None, http_status: int = 200) -> web.Response:
    query = seat.request.query
    start = whole_number(query, "after", default=0, least=0, most=100_000)
    status = _status(word(query, "status"))
    file = await seat.services.authors.file(seat.site, _key(seat), status, start)
    return seat.page(
        "author.html",
        status=http_status,
        file=file,
        lifted=file.lifted(word(query, "lifted")),
        chosen=status,
        errors=errors or {},
        form=seat.form,
        periods=PERIODS,
        statuses=wording.STATUSES,
    )


def _check_reason(seat: Seat) -> None:
    if not seat.form.get("reason", "").strip():
        raise InvalidError([FieldError("reason", "Please say why; other moderators read it.")])


def _status(name: str) -> Status | None:
    return one_of(Status, "status", name) if name else None


def _key(seat: Seat) -> str:
    return seat.request.match_info["key"]
