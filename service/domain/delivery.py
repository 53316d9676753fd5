"""How often an event is tried to be delivered, and when it is given up."""

from collections.abc import Callable
from dataclasses import dataclass

FIRST_DELAY_MS = 5_000
FACTOR = 3
LONGEST_DELAY_MS = 8 * 3_600_000
GIVEN_UP_AFTER_MS = 24 * 3_600_000
JITTER = 0.25


@dataclass(frozen=True, slots=True)
class Tries:
    """What was tried so far with one event."""

    count: int
    first_ms: int
    trouble: str


def next_try_ms(tries: Tries, now_ms: int, told_s: float, chance: Callable[[], float]) -> int | None:
    """Return when to try again, `None` when a day has passed since the first try.

    The delay grows by a factor of 3 from 5 seconds to 8 hours, give or take a quarter, so that many events do
    not come back at one moment. `told_s` is what the receiver asked for with `Retry-After`; it may make the
    delay longer, never shorter. `chance` returns numbers from 0 to 1.
    """
    last_ms = tries.first_ms + GIVEN_UP_AFTER_MS
    if now_ms >= last_ms:
        return None
    delay_ms: int = min(FIRST_DELAY_MS * FACTOR ** (tries.count - 1), LONGEST_DELAY_MS)
    delay_ms = round(delay_ms * (1 - JITTER + 2 * JITTER * chance()))
    return min(now_ms + max(delay_ms, round(told_s * 1_000)), last_ms)
