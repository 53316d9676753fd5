"""How fast the second reader goes: as fast as the service's own work leaves it room."""

import time
from collections.abc import Callable

Seconds = Callable[[], float]

MOST = 100.0
"""So many times as long as it has read it rests at most: in a flood it has a hundredth of the time."""
LONGEST_S = 5.0
"""It rests no longer, however long it has read: it never stops."""


class Pace:
    """Tells how long to rest after each piece of work, by how busy this process was since the last one.

    Busy for the share b of the time it rests (b / (1 - b))² times as long as the work took: what takes
    comments in goes first, as work beside it slows it, and an idle service rests not at all.
    """

    def __init__(self, now: Seconds = time.monotonic, busy: Seconds = time.process_time) -> None:
        self._now, self._busy = now, busy
        self._last = now(), busy()

    def rest_s(self, took_s: float) -> float:
        """Return how long to rest after work that took `took_s`, in seconds."""
        (then, busy_then), self._last = self._last, (self._now(), self._busy())
        passed_s = max(self._last[0] - then, 1e-9)
        busy = min((self._last[1] - busy_then) / passed_s, 1.0)
        to_idle = busy / max(1.0 - busy, 1e-9)
        return min(took_s * min(to_idle**2, MOST), LONGEST_S)
