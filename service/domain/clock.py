"""The time, as the service counts it; tests put another clock in its place."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Returns the milliseconds since 1970."""


def wall_clock() -> int:
    """Return the milliseconds since 1970."""
    return time.time_ns() // 1_000_000
