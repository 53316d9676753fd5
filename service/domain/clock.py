"""The time, as the service counts it; tests put another clock in its place."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]
"""Returns the milliseconds since 1970."""


def wall_clock() -> int:
    """Return the milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def iso(at_ms: int) -> str:
    """Return a time as RFC 3339 writes it, to the millisecond, in UTC."""
    text = datetime.fromtimestamp(at_ms / 1_000, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
