"""Rate limits: how much of something may happen in a while, by the generic cell rate algorithm (GCRA)."""

import re
from dataclasses import dataclass
from typing import Self

from service.domain.durations import format_duration, parse_duration_s
from service.domain.value import value

_FORM = re.compile(r"(?P<count>[1-9][0-9]{0,5})/(?P<number>[0-9]*)(?P<unit>[smhd])")
ACCEPTS = '"COUNT/PERIOD" such as "6/1m" or "100/24h", or "off"'


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` events at once, after which one more every `period_s / count` seconds."""

    count: int
    period_s: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a rate from `COUNT/PERIOD`.

        Raises
        ------
        ValueError
            When the text has another form; the message says which forms are accepted.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"accepts {ACCEPTS}, got {text!r}")
        return cls(int(found["count"]), parse_duration_s((found["number"] or "1") + found["unit"]))

    def __str__(self) -> str:
        """Write the rate as `parse` reads it."""
        return f"{self.count}/{format_duration(self.period_s)}"

    @property
    def emission_us(self) -> int:
        """Microseconds after which one more event is allowed."""
        return self.period_s * 1_000_000 // self.count

    @property
    def tolerance_us(self) -> int:
        """Microseconds by which the theoretical arrival time may run ahead of the clock."""
        return self.emission_us * self.count


@value
class Quota:
    """What is left of one rate for one subject after a request; a request that is refused takes nothing."""

    name: str
    rate: Rate
    remaining: int
    reset_s: int


def gcra(arrival_us: int | None, now_us: int, rate: Rate) -> tuple[bool, int]:
    """Decide one event: whether it is allowed, and the theoretical arrival time to keep.

    The reference for the Lua function `admit`, which does the same where the counters live. `arrival_us` is
    the time kept from the last allowed event, `None` at the first. Not allowed: the time is unchanged.

    Source: ATM Forum, Traffic Management Specification 4.0, section 4.4.2 (virtual scheduling algorithm).
    """
    kept_us = max(arrival_us or now_us, now_us)
    next_us = kept_us + rate.emission_us
    allowed = next_us - rate.tolerance_us <= now_us
    return allowed, next_us if allowed else kept_us
