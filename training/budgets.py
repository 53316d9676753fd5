"""Thresholds that keep an error budget, proven on a held-out stream by an exact binomial bound.

For approval, thresholds are tried from the strictest on: nobody below it but the cleanest. At each the upper
bound of the leak, the share of unwanted comments among those approved, is the exact one of Clopper and
Pearson (1934); the furthest threshold before the first that fails is taken. Trying them in an order that is
fixed beforehand and stopping at the first failure needs no correction for the number of tries (fixed-sequence
testing, see Angelopoulos et al. 2021, "Learn then Test"). Rejection is the mirror image.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from classifier.thresholds import BudgetCurve

Floats = NDArray[np.float64]
Counts = NDArray[np.intp]

_PERMILLE = (
    1,
    2,
    3,
    5,
    7.5,
    10,
    12.5,
    15,
    20,
    25,
    30,
    40,
    50,
    60,
    80,
    100,
    125,
    150,
    200,
    250,
    300,
    400,
    500,
)
BUDGETS = np.array(_PERMILLE) / 1000
_STEPS = 200
# Where each sequence starts, as a share of the stream: deciding on fewer helps nobody.
_FEWEST_APPROVED = 0.25
_FEWEST_REJECTED = 0.02


def upper_bound(errors: Counts, decided: Counts, confidence: float) -> Floats:
    """Clopper and Pearson's upper bound of an error rate, one-sided, after `errors` among `decided`."""
    bound = beta.ppf(confidence, errors + 1, np.maximum(decided - errors, 1e-9))
    return np.where(errors >= decided, 1.0, bound)


def measure_curve(scores: Floats, unwanted: NDArray[np.bool_], confidence: float) -> BudgetCurve:
    """For each of `BUDGETS` the furthest thresholds on both sides that keep it on a stream of `scores`."""
    return BudgetCurve(
        BUDGETS,
        np.array([approve_below(scores, unwanted, budget, confidence) for budget in BUDGETS]),
        BUDGETS,
        np.array([reject_from(scores, unwanted, budget, confidence) for budget in BUDGETS]),
    )


def approve_below(scores: Floats, unwanted: NDArray[np.bool_], budget: float, confidence: float) -> float:
    """The highest threshold below which the share of unwanted is within `budget`; NaN for none."""
    return _furthest_below(scores, unwanted, budget, confidence, _FEWEST_APPROVED)


def reject_from(scores: Floats, unwanted: NDArray[np.bool_], budget: float, confidence: float) -> float:
    """The lowest threshold from which on the share of wanted is within `budget`; NaN for none."""
    mirrored = _furthest_below(-scores, ~unwanted, budget, confidence, _FEWEST_REJECTED)
    return float(np.nextafter(-mirrored, np.inf)) if not np.isnan(mirrored) else mirrored


def _furthest_below(
    scores: Floats, errors: NDArray[np.bool_], budget: float, confidence: float, fewest: float
) -> float:
    order = np.sort(scores)
    candidates = order[_sequence(len(order), budget, confidence, fewest)]
    decided = np.searchsorted(order, candidates, side="left")
    mistaken = np.searchsorted(np.sort(scores[errors]), candidates, side="left")
    return _furthest(candidates, upper_bound(mistaken, decided, confidence) <= budget)


def _sequence(length: int, budget: float, confidence: float, fewest_share: float) -> NDArray[np.intp]:
    """The fixed sequence of ranks to test, from the fewest decided on.

    It starts no earlier than at twice the number that could prove the budget without a single error, so that
    chance does not end it in a stretch that is too small to tell.
    """
    provable = np.log(1 - confidence) / np.log(1 - budget)
    fewest = int(max(2 * np.ceil(provable), fewest_share * length))
    if fewest >= length:
        return np.zeros(0, np.intp)
    return np.unique(np.geomspace(fewest, length - 1, _STEPS).astype(np.intp))


def _furthest(candidates: Floats, passes: NDArray[np.bool_]) -> float:
    if not len(passes) or not passes[0]:
        return float("nan")
    failed = np.flatnonzero(~passes)
    return float(candidates[failed[0] - 1] if len(failed) else candidates[-1])
