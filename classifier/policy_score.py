"""LIKELY_TO_REJECT: one probability from all labels, which the policy decides on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration, logit

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
        return self.calibration(self.combined(probabilities))

    def combined(self, probabilities: Floats) -> Floats:
        """The log-odds that are calibrated."""
        clean = (1 - probabilities[:, self.abuse].max(axis=1)) * (1 - probabilities[:, self.spam])
        return logit(1 - clean)
