import numpy as np
import pytest

from training.budgets import approve_below, measure_curve, reject_from, upper_bound


@pytest.mark.parametrize(
    ("errors", "decided", "bound"),
    [(0, 100, 0.02951), (1, 100, 0.04656), (5, 100, 0.10225), (10, 1000, 0.01689), (100, 100, 1.0)],
)
def test_the_bound_is_the_one_of_the_tables(errors: int, decided: int, bound: float) -> None:
    assert upper_bound(np.array([errors]), np.array([decided]), 0.95)[0] == pytest.approx(bound, abs=1e-4)


def drawn_stream(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores that are true probabilities, mostly small."""
    scores = random.beta(0.3, 2.0, size=count)
    return scores, random.random(count) < scores


def true_leak(threshold: float) -> float:
    scores, _ = drawn_stream(np.random.default_rng(99), 200_000)
    return float(scores[scores < threshold].mean())


def test_the_promise_is_kept_in_nineteen_of_twenty_streams() -> None:
    """The true leak beyond the threshold exceeds the budget in at most 5% of streams, but for chance."""
    random = np.random.default_rng(0)
    thresholds = [approve_below(*drawn_stream(random, 2000), 0.02, 0.95) for _ in range(200)]
    broken = [true_leak(threshold) > 0.02 for threshold in thresholds if not np.isnan(threshold)]
    assert len(broken) > 150
    assert sum(broken) <= 18  # 10 expected; more than 18 has a chance of under 1%


def test_a_perfect_score_lets_nearly_all_be_decided() -> None:
    unwanted = np.arange(5000) % 10 == 0
    scores = np.where(unwanted, 0.9, 0.1) + np.arange(5000) * 1e-6
    low, high = approve_below(scores, unwanted, 0.01, 0.95), reject_from(scores, unwanted, 0.05, 0.95)
    assert (scores < low).mean() > 0.85
    assert (scores >= high).mean() > 0.09
    assert not unwanted[scores < low].any() or unwanted[scores < low].mean() < 0.01
    assert unwanted[scores >= high].mean() > 0.95


def test_a_stream_too_short_to_prove_a_budget_decides_nobody() -> None:
    scores, unwanted = np.linspace(0, 1, 100), np.linspace(0, 1, 100) > 0.9
    assert np.isnan(approve_below(scores, unwanted, 0.01, 0.95))
    assert np.isnan(reject_from(scores, unwanted, 0.01, 0.95))


def test_scores_that_say_nothing_decide_nobody() -> None:
    random = np.random.default_rng(0)
    scores, unwanted = random.random(5000), random.random(5000) < 0.1
    assert np.isnan(approve_below(scores, unwanted, 0.01, 0.95))
    assert np.isnan(reject_from(scores, unwanted, 0.05, 0.95))


def test_larger_budgets_never_decide_less() -> None:
    curve = measure_curve(*drawn_stream(np.random.default_rng(3), 20_000), 0.95)
    approve, reject = curve.approve_below, curve.reject_from
    assert (np.diff(approve[~np.isnan(approve)]) >= 0).all()
    assert (np.diff(reject[~np.isnan(reject)]) <= 0).all()
    assert not np.isnan(approve[-1])
