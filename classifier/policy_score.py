"""LIKELY_TO_REJECT: one probability from all labels, which the policy decides on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PolicyScore:
    """The probability that a moderator would reject a text.

    A text is unwanted for the worst of its abuse labels or for being spam, taken as independent; the
    result is calibrated once more on a stream at the natural rate.

    Parameters
    ----------
    abuse : tuple of int
        Columns of the labels of abuse.
    spam : int
        Column of spam.
    calibration : Calibration
        From the combined log-odds to the final probability.
    """

    abuse: tuple[int, ...]
    spam: int
    calibration: Calibration

    def __call__(self, probabilities: Floats) -> Floats:
        """The policy score of each row of calibrated `probabilities`."""
        return np.array([self.of(row) for row in probabilities.tolist()])

    def of(self, probabilities: Sequence[float]) -> float:
        """The policy score of one text's calibrated probabilities."""
        return self.calibration.at(self.combined(probabilities))

    def combined(self, probabilities: Sequence[float]) -> float:
        """The log-odds that are calibrated."""
        abuse = max([probabilities[column] for column in self.abuse])
        clean = (1 - abuse) * (1 - probabilities[self.spam])
        return log((1 - clean) / clean)
