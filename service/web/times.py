"""Times in words that need no time zone; the page's script adds the reader's own."""

from datetime import UTC, datetime

_SECOND, _MINUTE, _HOUR, _DAY = 1_000, 60_000, 3_600_000, 86_400_000
_STEPS = ((_DAY, "day", "days"), (_HOUR, "h", "h"), (_MINUTE, "min", "min"))
_MONTH = 30 * _DAY


def ago(at_ms: int, now_ms: int) -> str:
    """Return how long ago something was, as a date when that is more than a month."""
    passed_ms = now_ms - at_ms
    if passed_ms < _MINUTE:
        return "just now"
    if not is_recent(at_ms, now_ms):
        return _moment(at_ms).strftime("%-d %B %Y")
    return f"{_length(passed_ms)} ago"


def is_recent(at_ms: int, now_ms: int) -> bool:
    """Whether something is so short ago that its length is told and no date."""
    return now_ms - at_ms < _MONTH


def ahead(at_ms: int, now_ms: int) -> str:
    """Return how long it is until something."""
    left_ms = at_ms - now_ms
    if left_ms < _MINUTE:
        return f"{max(left_ms // _SECOND, 0)} s"
    return _length(left_ms)


def exact(at_ms: int) -> str:
    """Return a time to the minute, in UTC."""
    return _moment(at_ms).strftime("%-d %B %Y, %H:%M UTC")


def _length(length_ms: int) -> str:
    unit_ms, one, many = next(step for step in _STEPS if length_ms >= step[0])
    number = length_ms // unit_ms
    return f"{number} {one if number == 1 else many}"


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1_000, UTC)
