"""Durations as people write them: `90s`, `15m`, `4h`, `30d`."""

import re

_UNIT_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_FORM = re.compile(r"(?P<number>[1-9]\d{0,5})(?P<unit>[smhd])")


def parse_duration_s(text: str) -> int:
    """Read a duration in seconds.

    Raises
    ------
    ValueError
        When the text has another form; the message says which form is accepted.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'accepts a number and a unit (s, m, h, d) such as "15m" or "30d", got {text!r}')
    return int(found["number"]) * _UNIT_S[found["unit"]]
