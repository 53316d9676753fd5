import numpy as np
import pytest

from classifier.calibration import Calibration, logit, sigmoid
from training.calibrating import bent, fit_calibration, isotonic, platt
from training.metrics import calibration_error


def drawn(count: int, *, curve: bool, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and outcomes whose true log-odds are a line or a bent curve of the score."""
    random = np.random.default_rng(seed)
    scores = random.normal(-2, 2, size=count)
    truth = np.where(scores > 0, 3 * scores, 0.5 * scores) if curve else 0.8 * scores + 0.3
    return scores, (random.random(count) < sigmoid(truth)).astype(float)


def test_a_line_is_found_again() -> None:
    scores, targets = drawn(20_000, curve=False)
    line = platt(scores, targets, np.ones(len(scores)))
    assert logit(line(np.array([0.0, 1.0]))) == pytest.approx([0.3, 1.1], abs=0.1)


@pytest.mark.parametrize("curve", [True, False])
def test_calibrated_probabilities_are_true_on_new_rows(*, curve: bool) -> None:
    scores, targets = drawn(20_000, curve=curve)
    fitted = fit_calibration(scores, targets, np.ones(len(scores)), seed=0)
    fresh, happened = drawn(20_000, curve=curve, seed=1)
    assert calibration_error(happened > 0.5, fitted(fresh), np.ones(len(fresh))) < 0.015


@pytest.mark.parametrize("fit", [platt, bent, isotonic])
def test_weights_shift_the_rate(fit: object) -> None:
    scores, targets = drawn(20_000, curve=False)
    weights = np.where(targets > 0.5, 0.1 / targets.sum(), 0.9 / (1 - targets).sum())
    probabilities = fit(scores, targets, weights)(scores)  # type: ignore[operator]
    assert (weights * probabilities).sum() == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("curve", [True, False])
def test_a_calibration_rises_everywhere(*, curve: bool) -> None:
    scores, targets = drawn(5000, curve=curve)
    fitted = fit_calibration(scores, targets, np.ones(len(scores)), seed=0)
    values = fitted(np.linspace(scores.min(), scores.max(), 500))
    assert (np.diff(values) > 0).all()


def test_far_scores_stay_probabilities() -> None:
    values = Calibration.line(3.0, 0.0)(np.array([-1e9, -50.0, 50.0, 1e9]))
    assert ((values > 0) & (values < 1)).all()


@pytest.mark.parametrize("positives", [100, 1000])
def test_half_of_the_votes_make_a_positive_as_they_do_in_a_stream(positives: int) -> None:
    """With few positives a line is fitted, with more what foretells best."""
    scores = np.random.default_rng(0).normal(size=4 * positives)
    votes = np.where(np.arange(len(scores)) < positives, 0.5, 0.0)
    probabilities = fit_calibration(scores, votes, np.ones(len(scores)), seed=0)(scores)
    assert probabilities.mean() == pytest.approx(0.25, abs=0.01)
