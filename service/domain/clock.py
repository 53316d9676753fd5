"""The time, as the service counts it; tests put another clock in its place."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

Clock = Callable[[], int]
"""Returns the milliseconds since 1970."""


def wall_clock() -> int:
    """Return the milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def iso(at_ms: int) -> str:
    """Return a time as RFC 3339 writes it, to the millisecond, in UTC."""
    second, ms = divmod(at_ms, 1_000)
    return f"{_iso_second(second)}.{str(1_000 + ms)[1:]}Z"


@lru_cache(maxsize=256)  # of a second in which one thing happens, others tell too
def _iso_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().removesuffix("+00:00")
