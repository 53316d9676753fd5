"""The second reading: a slower encoder's scores joined with the fast model's, for what that left undecided.

The encoder itself runs elsewhere; here is what its scores mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration
from classifier.labels import LABELS
from classifier.language import identify
from classifier.model import Assessment
from classifier.normalisation import normalise
from classifier.policy_score import PolicyScore
from classifier.thresholds import BudgetCurve, Thresholds

Floats = NDArray[np.float64]

LETTERS = 10_000
"""So much of a text is read again; what is longer is not read to its end."""
DOUBTED_FROM = 0.5
"""From this policy score of the fast model on nothing is approved on second reading: it is likelier unwanted
than not, and an encoder judges by the tone. A threat among many kind words escapes it."""


def as_read(text: str) -> str:
    """The text as the encoder gets it: disguises undone, `LETTERS` of it."""
    return normalise(text[:LETTERS])


@dataclass(frozen=True)
class Joining:
    """What both models' scores say together.

    Parameters
    ----------
    fast_slopes, reader_slopes : (labels,) arrays
        A label's joined score is its fast score and its reader's score, each times its slope, added.
    calibrations : tuple of Calibration
        From joined scores to probabilities, one for each label.
    policy_score : PolicyScore
    alone : float
        The share of each budget within which the fast model decides by itself; all else is read again.
    curve : BudgetCurve
        Where comments that were read again are decided. The budgets are those of everything that is decided
        automatically, by the fast model alone or by these.
    """

    fast_slopes: Floats
    reader_slopes: Floats
    calibrations: tuple[Calibration, ...]
    policy_score: PolicyScore
    alone: float
    curve: BudgetCurve

    def scores(self, fast: Floats, reader: Floats) -> Floats:
        """Joined scores before calibration of both models' raw scores, all (texts, labels)."""
        joined: Floats = fast * self.fast_slopes + reader * self.reader_slopes
        return joined

    def assess(self, text: str, fast: Sequence[float], reader: Sequence[float]) -> Assessment:
        """The judgement of one text whose raw scores by both models are given in the labels' order."""
        joined = self.scores(np.array(fast), np.array(reader)).tolist()
        row = [calibration.at(score) for calibration, score in zip(self.calibrations, joined, strict=True)]
        language = identify(text)
        by_label = dict(zip(LABELS, row, strict=True))
        return Assessment(by_label, self.policy_score.of(row), language.code, language.supported)

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:
        """Where to approve and reject on second reading by these error budgets (fractions)."""
        return self.curve.thresholds(leak=leak, overblock=overblock)
