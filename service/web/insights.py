"""`/insights`: how things are going, as charts with a table behind each, and as CSV."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from aiohttp import web

from service.api.queries import word
from service.domain.clock import iso
from service.domain.comment import Status
from service.domain.sample import Errors
from service.domain.tally import WAIT_EDGES_MIN
from service.usecases.insights import Insights, Period, Work
from service.usecases.refusals import NotFoundError, one_of
from service.web import wording
from service.web.seat import Seat, seat_of

PERIODS = {
    Period.DAY: "24 hours",
    Period.WEEK: "7 days",
    Period.MONTH: "30 days",
    Period.QUARTER: "90 days",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula."""

Row = Sequence[str | int]


async def page(request: web.Request) -> web.StreamResponse:
    """Show how things are going."""
    seat = await seat_of(request)
    insights = await _insights(seat)
    ids = [article_id for article_id, _ in insights.articles]
    return seat.page(
        "insights.html",
        insights=insights,
        periods=PERIODS,
        moderators=_shown(seat, insights),
        titles=await seat.services.articles.titles(seat.site, ids),
        reason_names=wording.reason_names(seat.site.house_rules),
        waits=list(zip(wait_names(), insights.waits, strict=True)),
        checks=_checks(seat, insights),
        sample=seat.site.config.policy.sample,
        within=_length(insights.half_within_min) if insights.half_within_min else "",
        moment=_moment,
    )


async def table(request: web.Request) -> web.Response:
    """Return one of the tables as CSV."""
    seat = await seat_of(request)
    name = request.match_info["table"]
    if name not in _TABLES:
        raise NotFoundError("table")
    insights = await _insights(seat)
    written = io.StringIO()
    rows = csv.writer(written)
    for row in _TABLES[name](seat, insights):
        rows.writerow([_cell(value) for value in row])
    file = f"fairword-{seat.site.name}-{name}-{insights.period}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return web.Response(text=written.getvalue(), content_type="text/csv", charset="utf-8", headers=headers)


async def _insights(seat: Seat) -> Insights:
    period = one_of(Period, "period", word(seat.request.query, "period") or Period.WEEK)
    return await seat.services.insight.of(seat.site, period)


def _shown(seat: Seat, insights: Insights) -> list[Work]:
    """Return what the moderator may see: an editor everybody's work, others their own."""
    return [
        work for work in insights.moderators if seat.moderator.is_editor or work.name == seat.moderator.name
    ]


def wait_names() -> list[str]:
    """Return the name of each step of waiting."""
    return [*(f"under {_length(edge)}" for edge in WAIT_EDGES_MIN), f"{_length(WAIT_EDGES_MIN[-1])} or more"]


def _length(minutes: int) -> str:
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min"
    return f"{minutes // 60} h"


def _moment(at_ms: int, period: Period) -> str:
    moment = datetime.fromtimestamp(at_ms / 1_000, UTC)
    return moment.strftime("%-d %b, %H:%M UTC" if period.step_hours == 1 else "%-d %b %Y")


def _cell(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _comments(_: Seat, insights: Insights) -> list[Row]:
    rows: list[Row] = [("from", "approved", "review", "rejected", "open cases")]
    for point in insights.points:
        decided = point.decided
        counts = (decided[Status.APPROVED], decided[Status.PENDING], decided[Status.REJECTED])
        rows.append((iso(point.at_ms), *counts, point.queue))
    return rows


def _waits(_: Seat, insights: Insights) -> list[Row]:
    return [("time to verdict", "verdicts"), *zip(wait_names(), insights.waits, strict=True)]


def _checks(seat: Seat, insights: Insights) -> list[tuple[str, Errors, float]]:
    """Return what was decided automatically, what the blind sample says of it, and the budget."""
    budgets, sample = seat.site.config.policy, insights.sample
    return [
        ("Published", sample[Status.APPROVED], budgets.leak),
        ("Refused", sample[Status.REJECTED], budgets.overblock),
    ]


def _sample(seat: Seat, insights: Insights) -> list[Row]:
    rows: list[Row] = [("decided automatically", "looked at", "disagreed", "from", "to", "budget")]
    for what, errors, budget in _checks(seat, insights):
        low, high = errors.range
        rows.append(
            (what.lower(), errors.looked_at, errors.disagreed, f"{low:.4f}", f"{high:.4f}", f"{budget:g}")
        )
    return rows


def _moderators(seat: Seat, insights: Insights) -> list[Row]:
    works = _shown(seat, insights)
    rows: list[Row] = [("moderator", "approved", "rejected", "overturned")]
    return rows + [(work.name, work.approved, work.rejected, work.overturned) for work in works]


def _reasons(_: Seat, insights: Insights) -> list[Row]:
    return [("reason", "comments"), *insights.reasons]


def _articles(_: Seat, insights: Insights) -> list[Row]:
    return [("article", "comments"), *insights.articles]


_TABLES: dict[str, Callable[[Seat, Insights], list[Row]]] = {
    "comments": _comments,
    "waits": _waits,
    "sample": _sample,
    "moderators": _moderators,
    "reasons": _reasons,
    "articles": _articles,
}
