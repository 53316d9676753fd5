"""Insights: how much comes in, what becomes of it, how long it takes, and who decides."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.clock import Clock
from service.domain.comment import Status
from service.domain.sample import Errors
from service.domain.tally import CLOSED, HOUR_MS, OPENED, WAIT_EDGES_MIN, hour_of
from service.sites import Site
from service.usecases.counting import catch_up

_TOP = 10
_AUTOMATIC = (Status.APPROVED, Status.REJECTED)
_DAY = 24


class Period(StrEnum):
    """How far back to look."""

    DAY = "24h"
    WEEK = "7d"
    MONTH = "30d"
    QUARTER = "90d"

    @property
    def hours(self) -> int:
        """How many hours it has."""
        return {Period.DAY: 24, Period.WEEK: 168, Period.MONTH: 720, Period.QUARTER: 2_160}[self]

    @property
    def step_hours(self) -> int:
        """How many hours one point stands for."""
        return 1 if self.hours <= Period.WEEK.hours else _DAY


@dataclass(frozen=True, slots=True)
class Point:
    """What came in during one hour or day, and how many cases were open at its end."""

    at_ms: int
    decided: Mapping[Status, int]
    queue: int


@dataclass(frozen=True, slots=True)
class Work:
    """What one moderator decided, and how much of it another one, or an appeal, has overturned."""

    name: str
    approved: int
    rejected: int
    overturned: int

    @property
    def verdicts(self) -> int:
        """All of them."""
        return self.approved + self.rejected


@dataclass(frozen=True, slots=True)
class Insights:
    """One site in one period."""

    period: Period
    points: Sequence[Point]
    decided: Mapping[Status, int]
    waits: Sequence[int]
    """Verdicts by how long the case had waited, in the steps of `WAIT_EDGES_MIN`."""
    moderators: Sequence[Work]
    reasons: Sequence[tuple[str, int]]
    articles: Sequence[tuple[str, int]]
    sample: Mapping[Status, Errors]
    """What the blind sample says of what was approved, and of what was rejected, without a moderator."""
    open: int
    oldest_ms: int | None
    """When the comment was posted that waits longest."""

    @property
    def comments(self) -> int:
        """How many came in."""
        return sum(self.decided.values())

    @property
    def automatic(self) -> float | None:
        """The share decided without a moderator; `None` when none came in."""
        if not self.comments:
            return None
        return 1 - self.decided[Status.PENDING] / self.comments

    @property
    def half_within_min(self) -> int | None:
        """Half of the verdicts came within so many minutes; `None` without any, or when it took longer."""
        half, seen = sum(self.waits) / 2, 0
        for edge, number in zip(WAIT_EDGES_MIN, self.waits, strict=False):
            seen += number
            if half and seen >= half:
                return edge
        return None


class Insight:
    """Tells how things are going."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def of(self, site: Site, period: Period) -> Insights:
        """Return what happened on a site in the period that ends now."""
        await catch_up(site)
        now_ms = self._clock()
        steps = _steps(hour_of(now_ms), period)
        counted = await site.hours.read([hour for step in steps for hour in step])
        by_step = [
            _sum(counted[start : start + len(steps[0])]) for start in range(0, len(counted), len(steps[0]))
        ]
        queue = await site.queue.counts(now_ms)
        waiting = await site.comments.standing(Status.PENDING, start=0, count=1)
        total = _sum(by_step)
        return Insights(
            period=period,
            points=_points(steps, by_step, queue.open),
            decided=_decided(total),
            waits=[total[f"wait:{place}"] for place in range(len(WAIT_EDGES_MIN) + 1)],
            moderators=_moderators(total),
            reasons=_of_kind(total, "reason").most_common(_TOP),
            articles=_of_kind(total, "article").most_common(_TOP),
            sample={decided: _errors(total, decided) for decided in _AUTOMATIC},
            open=queue.open,
            oldest_ms=waiting[0].created_at_ms if waiting else None,
        )


def _steps(last_hour: int, period: Period) -> list[range]:
    """Return the hours of each point, the present one last; days are those of UTC."""
    size = period.step_hours
    end = (last_hour // size + 1) * size
    return [range(start, start + size) for start in range(end - period.hours, end, size)]


def _sum(counters: Sequence[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counters:
        total.update(each)
    return total


def _of_kind(total: Mapping[str, int], kind: str) -> Counter[str]:
    found = ((*field.partition(":"), number) for field, number in total.items())
    return Counter({what: number for of, _, what, number in found if of == kind})


def _decided(counters: Mapping[str, int]) -> dict[Status, int]:
    return {status: counters.get(f"decision:{status}", 0) for status in Status}


def _points(steps: Sequence[range], by_step: Sequence[Counter[str]], open_now: int) -> list[Point]:
    """Return the points; how long the queue was follows backwards from how long it is."""
    points, open_then = [], open_now
    for step, counters in zip(reversed(steps), reversed(by_step), strict=True):
        points.append(Point(step.start * HOUR_MS, _decided(counters), max(0, open_then)))
        open_then -= counters[OPENED] - counters[CLOSED]
    return points[::-1]


def _moderators(total: Mapping[str, int]) -> list[Work]:
    verdicts, overturned = _of_kind(total, "verdict"), _of_kind(total, "overturned")
    names = {what.partition(":")[2] for what in verdicts} | set(overturned)
    found = [
        Work(name, verdicts[f"approved:{name}"], verdicts[f"rejected:{name}"], overturned[name])
        for name in names
    ]
    return sorted(found, key=lambda work: (-work.verdicts, work.name))


def _errors(total: Counter[str], decided: Status) -> Errors:
    """Return what the sample says of what was decided so, without what was taken back."""
    found = {
        verdict: max(0, total[f"checked:{decided}:{verdict}"] - total[f"unchecked:{decided}:{verdict}"])
        for verdict in _AUTOMATIC
    }
    looked_at = sum(found.values())
    return Errors(looked_at, looked_at - found[decided])
