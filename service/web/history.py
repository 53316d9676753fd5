"""`/review/history`: every decision and verdict, found again, undone or reopened from there."""

import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from aiohttp import web

from service.api.queries import AllAtOnce, cursor, word
from service.domain.journal import POLICY
from service.domain.submission import FieldError
from service.usecases.history import HistoryPage, Search
from service.usecases.refusals import InvalidError, RefusedError
from service.web import wording
from service.web.seat import Seat, acting_seat, go, seat_of

_EMPTY = Search()
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


async def page(request: web.Request) -> web.StreamResponse:
    """List what happened, the latest first, as far as it fits what is asked."""
    return await _page(await seat_of(request))


async def reopen(request: web.Request) -> web.StreamResponse:
    """Open a case on what the policy decided and go there; it is the moderator's."""
    seat = await acting_seat(request)
    try:
        await seat.services.history.reopen(seat.site, seat.moderator, seat.case_id)
    except RefusedError as error:
        if error.status != HTTPStatus.CONFLICT:
            raise
        return await _page(seat, error.detail, error.status)
    return go(seat.path(f"/cases/{seat.case_id}"))


async def _page(seat: Seat, trouble: str = "", status: int = 200) -> web.Response:
    query = seat.request.query
    with AllAtOnce() as read:
        search = Search(**{name: read(word, query, name) for name in asdict(_EMPTY)})
        until, before = read(word, query, "until"), read(cursor, query, "before")
    found = await seat.services.history.page(seat.site, search, before or _end_of(until))
    people = [each.name for each in await seat.services.people.list_moderators()]
    return seat.page(
        "history.html",
        status=status,
        trouble=trouble,
        search=search,
        until=until,
        is_searching=search != _EMPTY or bool(until),
        is_first="before" not in query,
        found=found,
        next_path=_next_path(seat, search, until, found),
        happenings=wording.HAPPENINGS,
        statuses=wording.STATUSES,
        reasons=wording.reason_names(seat.site.house_rules),
        people={POLICY: "The policy"} | {name: name for name in people},
    )


def _end_of(day: str) -> str:
    """Return the moment at which a day such as `2026-11-22` is over, in UTC; empty when none is named."""
    if not day:
        return ""
    try:
        over = _moment_of(day) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        message = f'Must be a day such as "2026-11-22", got {day!r}.'
        raise InvalidError([FieldError("until", message)]) from error
    return f"{max(0, int(over.timestamp() * 1_000))}-0"


def _moment_of(day: str) -> datetime:
    if not _DAY.fullmatch(day):
        raise ValueError(day)
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)


def _next_path(seat: Seat, search: Search, until: str, found: HistoryPage) -> str:
    if not found.next:
        return ""
    asked = {name: value for name, value in asdict(search).items() if value}
    return seat.path("/history", **asked, **({"until": until} if until else {}), before=found.next)
