"""Rates as people write them, and the algorithm that holds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.durations import LONGEST_S
from service.domain.rates import Rate, gcra

RATES = st.builds(Rate, count=st.integers(1, 50), period_s=st.integers(1, 3_600))
START_US = 1_790_000_000_000_000


def admitted(rate: Rate, arrivals_us: list[int]) -> list[int]:
    """Return those arrivals that the rate lets in."""
    kept_us, let_in = None, []
    for arrival_us in arrivals_us:
        allowed, kept_us = gcra(kept_us, arrival_us, rate)
        if allowed:
            let_in.append(arrival_us)
    return let_in


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("6/1m", Rate(6, 60)),
        ("100/24h", Rate(100, 86_400)),
        ("1/s", Rate(1, 1)),
        (" 3/m ", Rate(3, 60)),
        ("999999/1d", Rate(999_999, 86_400)),
    ],
)
def test_a_rate_is_a_count_and_a_period(text: str, rate: Rate) -> None:
    assert Rate.parse(text) == rate


@given(st.builds(Rate, count=st.integers(1, 999_999), period_s=st.integers(1, LONGEST_S)))
def test_a_rate_is_read_back_as_it_was_written(rate: Rate) -> None:
    assert Rate.parse(str(rate)) == rate


@pytest.mark.parametrize(
    "text", ["", "6", "6/", "/1m", "0/1m", "-1/m", "6/0m", "6/1w", "1.5/m", "٦/m", "6/٣m"]
)
def test_anything_else_is_refused_with_what_is_accepted_and_what_was_got(text: str) -> None:
    with pytest.raises(ValueError, match="accepts") as raised:
        Rate.parse(text)
    assert '"6/1m"' in str(raised.value) or '"15m"' in str(raised.value)


@given(RATES)
def test_at_one_moment_exactly_the_count_is_let_in(rate: Rate) -> None:
    assert len(admitted(rate, [START_US] * (rate.count + 10))) == rate.count


@given(RATES, st.lists(st.integers(0, 2_000_000), max_size=200), st.data())
def test_no_window_holds_more_than_the_count_and_what_its_length_gives_back(
    rate: Rate, gaps_us: list[int], data: st.DataObject
) -> None:
    stretch = data.draw(st.sampled_from([0, 1, rate.emission_us // 500_000 + 1]))
    arrivals_us, now_us = [], START_US
    for gap_us in gaps_us:
        now_us += gap_us * stretch
        arrivals_us.append(now_us)
    let_in = admitted(rate, arrivals_us)
    for first, begin_us in enumerate(let_in):
        for last, end_us in enumerate(let_in[first:], first):
            assert last - first + 1 <= rate.count + (end_us - begin_us) // rate.emission_us


@given(RATES)
def test_one_more_is_let_in_when_the_wait_is_over_and_not_a_microsecond_sooner(rate: Rate) -> None:
    kept_us: int | None = None
    for _ in range(rate.count):
        _, kept_us = gcra(kept_us, START_US, rate)
    too_soon, _ = gcra(kept_us, START_US + rate.emission_us - 1, rate)
    in_time, _ = gcra(kept_us, START_US + rate.emission_us, rate)
    assert not too_soon
    assert in_time


@given(RATES)
def test_after_a_whole_quiet_period_all_is_as_at_first(rate: Rate) -> None:
    kept_us: int | None = None
    for _ in range(rate.count):
        _, kept_us = gcra(kept_us, START_US, rate)
    later_us = START_US + rate.period_s * 1_000_000
    assert gcra(kept_us, later_us, rate) == gcra(None, later_us, rate)


@given(RATES, st.integers(0, 10_000_000))
def test_what_is_refused_costs_nothing(rate: Rate, ahead_us: int) -> None:
    kept_us = START_US + rate.tolerance_us + ahead_us
    assert gcra(kept_us, START_US, rate) == (False, kept_us)
