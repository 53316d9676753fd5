"""From a raw score in log-odds to a probability that means what it says."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
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

    def __call__(self, scores: Floats) -> Floats:
        """Calibrated probabilities of the raw `scores`."""
        inner = np.interp(scores, self.scores, self.log_odds)
        below = np.minimum(scores - self.scores[0], 0) * self._slope(0, 1)
        above = np.maximum(scores - self.scores[-1], 0) * self._slope(-2, -1)
        return sigmoid(np.clip(inner + below + above, -_FURTHEST, _FURTHEST))

    def _slope(self, left: int, right: int) -> float:
        rise = self.log_odds[right] - self.log_odds[left]
        return float(rise / (self.scores[right] - self.scores[left]))
