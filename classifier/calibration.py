"""From a raw score in log-odds to a probability that means what it says."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from math import copysign, exp

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FURTHEST = 12.0  # log-odds; no sample here can tell rarer events apart


def sigmoid(log_odds: Floats) -> Floats:
    """Probabilities for `log_odds`, without overflow."""
    positive: Floats = 0.5 * (1.0 + np.tanh(0.5 * log_odds))
    return positive


def logit(probabilities: Floats) -> Floats:
    """Log-odds for `probabilities`, kept finite."""
    inside = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(inside) - np.log1p(-inside)
    return odds


@dataclass(frozen=True)
class Calibration:
    """A rising curve through knots, straight between them and on beyond the outermost.

    Two knots are Platt's scaling; many are a smoothed isotonic regression.

    Parameters
    ----------
    scores, log_odds : (K,) arrays, K >= 2
        Raw scores, strictly rising, and the calibrated log-odds at each.
    """

    scores: Floats
    log_odds: Floats

    @classmethod
    def line(cls, slope: float, intercept: float) -> "Calibration":
        """Platt's scaling: calibrated log-odds are `slope * score + intercept`."""
        scores = np.array([-1.0, 1.0])
        return cls(scores, slope * scores + intercept)

    @cached_property
    def _pieces(self) -> tuple[list[float], list[tuple[float, float, float]]]:
        """Where one piece ends and the next begins, and each piece: where it starts, how high, how steep."""
        slopes = np.diff(self.log_odds) / np.diff(self.scores)
        starts, heights = self.scores[:-1].tolist(), self.log_odds[:-1].tolist()
        return starts[1:], list(zip(starts, heights, slopes.tolist(), strict=True))

    def __call__(self, scores: Floats) -> Floats:
        """Calibrated probabilities of the raw `scores`."""
        return np.array([self.at(score) for score in scores.tolist()])

    def at(self, score: float) -> float:
        """The calibrated probability of one raw score; for the few of a comment faster than arrays."""
        bounds, pieces = self._pieces
        start, height, slope = pieces[bisect_right(bounds, score)]
        calibrated = height + (score - start) * slope
        if not -_FURTHEST <= calibrated <= _FURTHEST:
            calibrated = copysign(_FURTHEST, calibrated)
        return 1.0 / (1.0 + exp(-calibrated))
