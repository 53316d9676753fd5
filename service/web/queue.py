"""`/review`: the open cases, found, sorted, and decided one by one or many at once."""

from typing import Any

from aiohttp import web

from service.api.queries import whole_number, word
from service.usecases.bulk import BULK_MAX, Outcome, decide_all, give_back, group_of, undo_all
from service.usecases.case_filter import BINS
from service.usecases.review import Case
from service.usecases.ruling import Ruling
from service.usecases.survey import SURVEYED_MAX, Cluster, clustered, survey
from service.web.desk import just_decided
from service.web.queue_choice import Choice, fields
from service.web.seat import Seat, acting_seat, go, seat_of

PAGE = 50
_ROWS_MAX = 100
_CHOSEN = "case-"
"""Begins the name of the field that chooses a case."""
_SAMPLES = 20


async def page(request: web.Request) -> web.StreamResponse:
    """List the open cases: the moderator's own, then the others."""
    seat = await seat_of(request)
    review = seat.services.review
    choice = Choice.read(request.query, seat.services.clock())
    start = whole_number(request.query, "after", default=0, least=0, most=10_000_000)
    event = await seat.site.comments.last_event_id()
    mine = await review.mine(seat.site, seat.moderator)
    found = await survey(seat.site, choice.wanted, choice.order)
    own = {case.comment.id for case in mine}
    others = [cluster for cluster in found.clusters if cluster.head.id not in own]
    return seat.page(
        "queue.html",
        mine=await _rows(seat, clustered([case.comment for case in mine])),
        others=await _rows(seat, others[start : start + PAGE]),
        more=start + PAGE if len(others) > start + PAGE else None,
        start=start,
        fitting=found.fitting,
        surveyed=found.surveyed,
        surveyed_max=SURVEYED_MAX,
        bulk_max=BULK_MAX,
        counts=await review.counts(seat.site),
        fields=fields(found.facets, choice.query),
        scores=found.facets.scores,
        bins=BINS,
        choice=choice,
        event=event,
        done=await just_decided(seat),
        group=await group_of(seat.site, word(request.query, "group")),
        none_left="none" in request.query,
        is_gone="gone" in request.query,
        goes_on=any(choice.wanted.fits(case.comment) for case in mine),
        **_shared(seat),
    )


async def rows(request: web.Request) -> web.StreamResponse:
    """Return the rows of some cases, those that wait and fit, for the list's script to put in."""
    seat = await seat_of(request)
    choice = Choice.read(request.query, seat.services.clock())
    ids = [each for each in request.query.get("ids", "").split(",") if each][:_ROWS_MAX]
    comments = [comment.blinded for comment in await seat.site.comments.find_all(ids)]
    fitting = [comment for comment in comments if comment.case and choice.wanted.fits(comment)]
    return seat.page(
        "queue_rows.html", rows=await _rows(seat, clustered(fitting)), choice=choice, **_shared(seat)
    )


async def bulk(request: web.Request) -> web.StreamResponse:
    """Show which cases would be decided how; once that is confirmed, decide exactly these."""
    seat = await acting_seat(request)
    choice = Choice.read(request.query, seat.services.clock())
    ruling = seat.ruling()
    if "confirmed" not in seat.form:
        ids = await _all_that_fit(seat, choice) if "all" in seat.form else _chosen(seat)
        return await _preview(seat, choice, ids, ruling)
    outcome = await decide_all(seat.services.review, seat.site, seat.moderator, _chosen(seat), ruling)
    return go(seat.path("", group=outcome.group, **choice.query))


async def bulk_undo(request: web.Request) -> web.StreamResponse:
    """Take the verdicts on many cases back; they wait in the queue again."""
    seat = await acting_seat(request)
    choice = Choice.read(request.query, seat.services.clock())
    review = seat.services.review
    outcome: Outcome = await undo_all(review, seat.site, seat.moderator, seat.form.get("group", ""))
    await give_back(review, seat.site, seat.moderator, outcome.done)
    return go(seat.path("", **choice.query))


def _shared(seat: Seat) -> dict[str, Any]:
    return {"chosen": _CHOSEN, "rules": seat.site.house_rules}


async def _rows(seat: Seat, clusters: list[Cluster]) -> list[tuple[Case, list[Case]]]:
    """Return for each cluster its case and the others of it, with who holds them."""
    comments = [comment for cluster in clusters for comment in cluster.all]
    cases = await seat.services.review.with_claims(seat.site, comments)
    found, place = [], 0
    for cluster in clusters:
        size = len(cluster.all)
        found.append((cases[place], cases[place + 1 : place + size]))
        place += size
    return found


def _chosen(seat: Seat) -> list[str]:
    """Return the ids that a form names: one field for each, or all in one."""
    listed = [each for each in seat.form.get("cases", "").split(",") if each]
    return listed + [name.removeprefix(_CHOSEN) for name in seat.form if name.startswith(_CHOSEN)]


async def _all_that_fit(seat: Seat, choice: Choice) -> list[str]:
    found = await survey(seat.site, choice.wanted, choice.order)
    ids = [comment.id for cluster in found.clusters for comment in cluster.all]
    return ids[:BULK_MAX]


async def _preview(seat: Seat, choice: Choice, ids: list[str], ruling: Ruling) -> web.Response:
    found = await seat.site.comments.find_all(ids)
    return seat.page(
        "bulk.html",
        comments=[comment.blinded for comment in found if comment.case],
        samples=_SAMPLES,
        ruling=ruling,
        reason=seat.form.get("reason", ""),
        choice=choice,
    )
