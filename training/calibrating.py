"""Calibration fitted on held-out scores: a line, a bent one or an isotonic curve, as foretells best."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classifier.calibration import Calibration, logit

Floats = NDArray[np.float64]

_KNOTS = 16
_MIN_POSITIVES_FOR_CURVE = 200
_SPLITS = 5
_BENDS = (0.1, 0.5, 0.9)
_LEAST_RISE = 1e-3  # log-odds from knot to knot


def fit_calibration(scores: Floats, targets: Floats, weights: Floats, seed: int) -> Calibration:
    """The calibration of the smaller log loss in cross-validation, fitted on all rows.

    A positive is what at least half of the votes say, as in `training.metrics` and `training.stream`. A curve
    needs some hundred positives to follow; with fewer it is a line.
    """
    positive = (targets >= 0.5).astype(float)  # noqa: PLR2004
    # Threads that wait for each other take ten times as long over a few thousand rows.
    with threadpool_limits(limits=1, user_api="blas"):
        return _of_smallest_loss(scores, positive, weights, seed)


def _of_smallest_loss(scores: Floats, targets: Floats, weights: Floats, seed: int) -> Calibration:
    if (targets > 0.5).sum() < _MIN_POSITIVES_FOR_CURVE:  # noqa: PLR2004
        return platt(scores, targets, weights)
    folds = np.random.default_rng(seed).integers(_SPLITS, size=len(scores))
    losses = {fit: _held_out_loss(fit, scores, targets, weights, folds) for fit in (platt, bent, isotonic)}
    best = min(losses, key=lambda fit: losses[fit])
    return best(scores, targets, weights)


def _held_out_loss(
    fit: Any, scores: Floats, targets: Floats, weights: Floats, folds: NDArray[np.int64]
) -> float:
    total = 0.0
    for fold in range(_SPLITS):
        inside, outside = folds != fold, folds == fold
        calibrate = fit(scores[inside], targets[inside], weights[inside])
        total += log_loss(calibrate(scores[outside]), targets[outside], weights[outside])
    return total


def log_loss(probabilities: Floats, targets: Floats, weights: Floats) -> float:
    """The weighted sum of minus the log of the probability given to what happened."""
    p = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return float(-(weights * (targets * np.log(p) + (1 - targets) * np.log1p(-p))).sum())


def platt(scores: Floats, targets: Floats, weights: Floats) -> Calibration:
    """A line in log-odds (Platt 1999)."""
    relative = weights / weights[weights > 0].mean()
    fitted = LogisticRegression(C=100.0).fit(scores[:, None], targets > 0.5, sample_weight=relative)  # noqa: PLR2004
    return Calibration.line(max(float(fitted.coef_[0, 0]), 1e-3), float(fitted.intercept_[0]))


def bent(scores: Floats, targets: Floats, weights: Floats) -> Calibration:
    """A line in log-odds that bends at a few quantiles of the positives, a linear spline, made rising."""
    bends = np.unique(np.quantile(scores[targets > 0.5], _BENDS))  # noqa: PLR2004

    def basis(at: Floats) -> Floats:
        return np.column_stack([at, *(np.maximum(at - bend, 0) for bend in bends)])

    relative = weights / weights[weights > 0].mean()
    fitted = LogisticRegression(max_iter=1000).fit(basis(scores), targets > 0.5, sample_weight=relative)  # noqa: PLR2004
    places = np.concatenate(([bends[0] - 1], bends, [bends[-1] + 1]))
    log_odds = np.maximum.accumulate(fitted.decision_function(basis(places)))
    return Calibration(places, log_odds + _LEAST_RISE * np.arange(len(places)))


def isotonic(scores: Floats, targets: Floats, weights: Floats) -> Calibration:
    """An isotonic regression, read off at quantiles of the score and made strictly rising.

    Half of the knots lie at quantiles of the positives, so that the rare upper end is followed as well.
    """
    curve = IsotonicRegression(y_min=1e-4, y_max=1 - 1e-3, out_of_bounds="clip")
    curve.fit(scores, targets, sample_weight=weights)
    quantiles = np.linspace(0.02, 0.98, _KNOTS)
    knots = np.concatenate(
        [np.quantile(scores[targets > 0.5], quantiles), np.quantile(scores[targets <= 0.5], quantiles)]  # noqa: PLR2004
    )
    places = _spread(np.unique(knots))
    line = platt(scores, targets, weights)
    log_odds = logit(_smooth(curve, places))
    # A share of the line keeps flat stretches of the isotonic curve rising.
    mixed = 0.9 * np.maximum.accumulate(log_odds) + 0.1 * logit(line(places))
    return Calibration(places, mixed)


def _spread(places: Floats) -> Floats:
    kept = [places[0]]
    for place in places[1:]:
        if place - kept[-1] > 0.05:  # noqa: PLR2004 - closer knots would only follow noise
            kept.append(place)
    return np.array(kept if len(kept) > 1 else [places[0], places[0] + 1.0])


def _smooth(curve: IsotonicRegression, places: Floats) -> Floats:
    """The isotonic steps averaged over the way to the neighbouring places."""
    middles = (places[1:] + places[:-1]) / 2
    edges = np.concatenate((places[:1], middles, places[-1:]))
    samples = np.linspace(edges[:-1], edges[1:], 21)
    smoothed: Floats = np.mean([curve.predict(row) for row in samples], axis=0)
    return smoothed
