"""How good scores are; weights stand for how often a row comes in a stream."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Metric = Callable[[Flags, Floats, Floats], float]


def roc_auc(truth: Flags, scores: Floats, weights: Floats) -> float:
    """Probability that a positive scores above a negative, ties count half; NaN for a single class."""
    if truth.all() or not truth.any():
        return float("nan")
    return float(roc_auc_score(truth, scores, sample_weight=weights))


def average_precision(truth: Flags, scores: Floats, weights: Floats) -> float:
    """Sum over thresholds of precision times the gain in recall; NaN without a positive."""
    if not truth.any():
        return float("nan")
    return float(average_precision_score(truth, scores, sample_weight=weights))


def calibration_error(truth: Flags, probabilities: Floats, weights: Floats, bins: int = 10) -> float:
    """Expected calibration error: the mean over `bins` equal widths of |mean truth - mean probability|."""
    places = np.clip((probabilities * bins).astype(int), 0, bins - 1)
    gaps = np.bincount(places, weights * (truth - probabilities), bins)
    return float(np.abs(gaps).sum() / weights.sum())


def calibration_noise(
    truth: Flags, probabilities: Floats, weights: Floats, *, seed: int, draws: int = 200
) -> float:
    """The calibration error to be expected of true probabilities on so many rows: what chance alone makes.

    Outcomes are drawn from `probabilities`, at the odds at which rows of these weights are chosen: where
    positives weigh half, they are twice as frequent among the rows as in the stream.
    """
    random = np.random.default_rng(seed)
    positive, negative = weights[truth].mean(), weights[~truth].mean()
    among_rows = probabilities / positive
    among_rows /= among_rows + (1 - probabilities) / negative
    errors = []
    for _ in range(draws):
        happened = random.random(len(truth)) < among_rows
        weighed = np.where(happened, positive, negative)
        errors.append(calibration_error(happened, probabilities, weighed))
    return float(np.mean(errors))


def bootstrap_interval(
    metric: Metric, truth: Flags, scores: Floats, weights: Floats, *, seed: int, draws: int
) -> tuple[float, float]:
    """95% percentile interval of `metric` over `draws` resamplings of the rows.

    Rows are sorted by score once and count as often as they were drawn: metrics sort, which then is quick.
    """
    random = np.random.default_rng(seed)
    order = np.argsort(scores, kind="stable")
    values = []
    for _ in range(draws):
        times = np.bincount(random.integers(len(truth), size=len(truth)), minlength=len(truth))[order]
        rows = order[times > 0]
        values.append(metric(truth[rows], scores[rows], weights[rows] * times[times > 0]))
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)
