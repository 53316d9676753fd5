"""`/review`: the open cases, found, sorted, and many decided at once."""

from typing import Any

from aiohttp import web

from service.api.queries import whole_number
from service.domain.comment import CaseKind, Comment
from service.domain.house_rules import HOUSE_RULES
from service.usecases.bulk import decide_all, undo_all
from service.usecases.case_filter import BINS
from service.usecases.ruling import Ruling
from service.web.desk import just_decided
from service.web.queue_choice import Choice, fields
from service.web.seat import Seat, acting_seat, go, seat_of

PAGE = 50
_CHOSEN = "case-"
"""Begins the name of the field that chooses a case."""


async def page(request: web.Request) -> web.StreamResponse:
    """List the open cases: the moderator's own, then the others."""
    seat = await seat_of(request)
    review = seat.services.review
    choice = Choice.read(request.query, seat.services.clock())
    start = whole_number(request.query, "after", default=0, least=0, most=10_000_000)
    mine = await review.mine(seat.site, seat.moderator)
    found = await review.cases(seat.site, choice.wanted, start, PAGE, choice.order)
    facets = await review.facets(seat.site)
    own = {case.comment.id for case in mine}
    return seat.page(
        "queue.html",
        mine=mine,
        others=[case for case in found.cases if case.comment.id not in own],
        more=found.next,
        counts=await review.counts(seat.site),
        fields=fields(facets),
        scores=facets.scores,
        bins=BINS,
        choice=choice,
        chosen=_CHOSEN,
        rules=HOUSE_RULES,
        done=await just_decided(seat),
        decided=await _decided(seat),
        refused=await _named(seat, "refused"),
        none_left="none" in request.query,
    )


async def bulk(request: web.Request) -> web.StreamResponse:
    """Show which cases would be decided how; once that is confirmed, decide exactly these."""
    seat = await acting_seat(request)
    ids = [name.removeprefix(_CHOSEN) for name in seat.form if name.startswith(_CHOSEN)]
    verdict = seat.form.get("verdict", "")
    ruling = Ruling.parse(verdict, seat.form.get("reason", "") if verdict == "reject" else "", "")
    if "confirmed" not in seat.form:
        return await _preview(seat, ids, ruling)
    outcome = await decide_all(seat.services.review, seat.site, seat.moderator, ids, ruling)
    told = {"decided": ",".join(outcome.done), "refused": ",".join(outcome.refused)}
    return go(seat.path(**{name: value for name, value in told.items() if value}))


async def bulk_undo(request: web.Request) -> web.StreamResponse:
    """Take the verdicts on many cases back; they wait in the queue again."""
    seat = await acting_seat(request)
    ids = [name.removeprefix(_CHOSEN) for name in seat.form if name.startswith(_CHOSEN)]
    await undo_all(seat.services.review, seat.site, seat.moderator, ids)
    return go(seat.path())


async def _preview(seat: Seat, ids: list[str], ruling: Ruling) -> web.Response:
    comments = await seat.site.comments.find_all(ids)
    values: dict[str, Any] = {"comments": comments, "ruling": ruling, "reason": seat.form.get("reason", "")}
    return seat.page("bulk.html", chosen=_CHOSEN, **values)


async def _decided(seat: Seat) -> list[Comment]:
    """Return the comments that the moderator has just decided together, as far as the verdicts stand."""
    return [
        comment
        for comment in await _named(seat, "decided")
        if comment.case is CaseKind.NONE and comment.verdict and comment.verdict.by == seat.moderator.name
    ]


async def _named(seat: Seat, name: str) -> list[Comment]:
    ids = [each for each in seat.request.query.get(name, "").split(",") if each]
    return await seat.site.comments.find_all(ids[:PAGE])
