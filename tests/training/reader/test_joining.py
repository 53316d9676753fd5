import numpy as np
import pytest

from training.budgets import approve_below
from training.reader.joining import furthest

BUDGET, CONFIDENCE = 0.02, 0.95


def drawn_stream(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of a fast model, of both together, and which comments are unwanted."""
    true = random.beta(0.3, 2.0, size=count)
    log_odds = np.log(true / (1 - true) + 1e-9)
    return log_odds + random.normal(0, 2, count), log_odds, random.random(count) < true


def thresholds(quick: np.ndarray, slow: np.ndarray, unwanted: np.ndarray) -> tuple[float, float]:
    first = approve_below(quick, unwanted, BUDGET, CONFIDENCE)
    cleared = quick < first
    return first, furthest(cleared, ~cleared, slow, unwanted, budget=BUDGET, confidence=CONFIDENCE)


def test_the_promise_for_both_readings_together_is_kept_in_nine_of_ten_streams() -> None:
    """Each reading's thresholds hold in 19 of 20; together they may fail twice as often."""
    random = np.random.default_rng(1)
    quick, slow, unwanted = drawn_stream(np.random.default_rng(99), 200_000)
    broken = []
    for _ in range(200):
        first, second = thresholds(*drawn_stream(random, 4000))
        if not np.isnan(second):
            broken.append(unwanted[(quick < first) | (slow < second)].mean() > BUDGET)
    assert len(broken) > 150
    assert sum(broken) <= 30


def test_a_better_second_reading_decides_more() -> None:
    quick, slow, unwanted = drawn_stream(np.random.default_rng(2), 20_000)
    first, second = thresholds(quick, slow, unwanted)
    assert ((quick < first) | (slow < second)).mean() > (quick < first).mean() + 0.05


def test_a_second_reading_by_chance_decides_next_to_none_of_what_is_unclear() -> None:
    random = np.random.default_rng(3)
    quick, _, unwanted = drawn_stream(random, 20_000)
    first, second = thresholds(quick, random.random(20_000), unwanted)
    more = ~(quick < first) & (random.random(20_000) < second)
    assert np.isnan(second) or more.mean() < 0.05


@pytest.mark.parametrize("read", [np.zeros(100, np.bool_), np.ones(100, np.bool_)])
def test_where_nothing_can_be_proven_nobody_is_decided(read: np.ndarray) -> None:
    scores, errors = np.linspace(0, 1, 100), np.ones(100, np.bool_)
    assert np.isnan(furthest(~read, read, scores, errors, budget=BUDGET, confidence=CONFIDENCE))
