"""Durations as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.durations import LONGEST_S, format_duration, parse_duration_s


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("4h", 14_400), ("30d", 2_592_000), (" 1s ", 1)]
)
def test_a_number_and_a_unit_are_so_many_seconds(text: str, seconds: int) -> None:
    assert parse_duration_s(text) == seconds


@given(st.integers(1, LONGEST_S))
def test_what_is_written_is_read_back(duration_s: int) -> None:
    assert parse_duration_s(format_duration(duration_s)) == duration_s


@pytest.mark.parametrize(
    "text",
    ["", "15", "m", "0m", "-1m", "1.5h", "15 m", "1w", "1m1s", "٣m", "3651d", "99999999s9", "400000000s"],
)
def test_anything_else_is_refused_with_what_is_accepted_and_what_was_got(text: str) -> None:
    with pytest.raises(ValueError, match="accepts a number and a unit") as raised:
        parse_duration_s(text)
    assert repr(text) in str(raised.value)


@given(st.text())
def test_any_text_is_a_duration_within_limits_or_refused(text: str) -> None:
    try:
        duration_s = parse_duration_s(text)
    except ValueError:
        return
    assert 0 < duration_s <= LONGEST_S
