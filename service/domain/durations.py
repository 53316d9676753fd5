"""Durations as people write them: `90s`, `15m`, `4h`, `30d`."""

import re

LONGEST_S = 3_650 * 86_400
"""Ten years. Longer ones are slips of the pen, and would not fit the arithmetic of the counters."""

_UNIT_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_FORM = re.compile(r"(?P<number>[1-9][0-9]{0,8})(?P<unit>[smhd])")


def parse_duration_s(text: str) -> int:
    """Read a duration in seconds.

    Raises
    ------
    ValueError
        When the text has another form or says more than ten years; the message says what is accepted.
    """
    found = _FORM.fullmatch(text.strip())
    duration_s = int(found["number"]) * _UNIT_S[found["unit"]] if found else 0
    if not 0 < duration_s <= LONGEST_S:
        accepted = 'a number and a unit (s, m, h, d) such as "15m" or "30d", at most "3650d"'
        raise ValueError(f"accepts {accepted}, got {text!r}")
    return duration_s


def format_duration(duration_s: int) -> str:
    """Write a duration as `parse_duration_s` reads it, in the largest unit that tells it whole."""
    unit = next(unit for unit in "dhms" if duration_s % _UNIT_S[unit] == 0)
    return f"{duration_s // _UNIT_S[unit]}{unit}"
