"""The blind sample, and what it says of all."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.sample import Errors, drawn


def test_it_takes_its_share_of_what_is_decided() -> None:
    random.seed(1)
    found = sum(drawn(0.02) for _ in range(50_000))
    assert 900 < found < 1_100
    assert not any(drawn(0.0) for _ in range(1_000))
    assert all(drawn(1.0) for _ in range(1_000))


@pytest.mark.parametrize(
    ("looked_at", "disagreed", "low", "high"),
    [  # Newcombe, Two-sided confidence intervals for the single proportion (1998), table I
        (263, 81, 0.2553, 0.3662),
        (148, 15, 0.0624, 0.1605),
        (20, 0, 0.0, 0.1611),
        (29, 1, 0.0061, 0.1718),
    ],
)
def test_the_range_is_the_one_of_the_literature(
    looked_at: int, disagreed: int, low: float, high: float
) -> None:
    assert Errors(looked_at, disagreed).range == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_the_range_holds_what_was_found_and_narrows_with_more(numbers: tuple[int, int]) -> None:
    looked_at, disagreed = numbers
    low, high = Errors(looked_at, disagreed).range
    assert 0 <= low <= high <= 1
    assert low - 1e-12 <= disagreed / looked_at <= high + 1e-12
    narrower = Errors(10 * looked_at, 10 * disagreed).range
    assert narrower[1] - narrower[0] < high - low


def test_of_nothing_nothing_is_known() -> None:
    assert Errors(0, 0).range == (0.0, 1.0)
