"""Making scores mean something: each label, then the policy score, then the budgets, on held-out scores."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.calibration import Calibration
from classifier.labels import LABELS
from classifier.policy_score import PolicyScore
from classifier.thresholds import BudgetCurve
from training.budgets import measure_curve
from training.calibrating import fit_calibration
from training.config import TrainingConfig
from training.corpus import parts_of, targets_of
from training.stream import draw_stream, kinds_of, stream_weights

Floats = NDArray[np.float64]

_SPAM = LABELS.index("spam")
_PARTS = 5
_ABUSE = tuple(i for i, label in enumerate(LABELS) if label != "spam")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything between raw scores and decisions."""

    calibrations: tuple[Calibration, ...]
    policy_score: PolicyScore
    curve: BudgetCurve

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities of raw `scores`, both (rows, labels)."""
        return np.stack([fit(scores[:, i]) for i, fit in enumerate(self.calibrations)], axis=1)

    def likely_to_reject(self, scores: Floats) -> Floats:
        """The policy score of each row of raw `scores`."""
        return self.policy_score(self.probabilities(scores))


def fit_judgement(scores: Floats, corpus: pd.DataFrame, config: TrainingConfig) -> Judgement:
    """The judgement that suits `scores`, which no row of `corpus` may have been trained for."""
    kinds = kinds_of(corpus)
    weights = stream_weights(kinds, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate)
    targets = targets_of(corpus)
    calibrations = tuple(
        _calibrate_label(scores[:, i], targets[:, i], weights, config.seed) for i in range(len(LABELS))
    )
    combine = PolicyScore(_ABUSE, _SPAM, Calibration.line(1.0, 0.0))
    probabilities = np.stack([fit(scores[:, i]) for i, fit in enumerate(calibrations)], axis=1)
    stream_rows = kinds >= 0
    final = fit_calibration(
        np.array([combine.combined(row) for row in probabilities[stream_rows].tolist()]),
        (kinds > 0)[stream_rows].astype(float),
        weights[stream_rows],
        config.seed,
    )
    policy_score = PolicyScore(_ABUSE, _SPAM, final)
    stream = draw_stream(corpus, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate, seed=config.seed)
    likely = policy_score(probabilities[stream.rows])
    return Judgement(calibrations, policy_score, measure_curve(likely, stream.unwanted, config.confidence))


def cross_fitted(
    scores: Floats, corpus: pd.DataFrame, config: TrainingConfig
) -> tuple[Floats, Floats, Floats]:
    """`scores`, each row's probabilities and policy score by the judgement of the others."""
    parts = parts_of(corpus["group"], _PARTS, config.seed + 2)
    probabilities, likely = np.zeros_like(scores), np.zeros(len(scores))
    for part in range(_PARTS):
        inside, outside = parts != part, parts == part
        judgement = fit_judgement(scores[inside], corpus[inside].reset_index(drop=True), config)
        probabilities[outside] = judgement.probabilities(scores[outside])
        likely[outside] = judgement.likely_to_reject(scores[outside])
    return scores, probabilities, likely


def _calibrate_label(scores: Floats, targets: Floats, weights: Floats, seed: int) -> Calibration:
    rows = (weights > 0) & ~np.isnan(targets)
    return fit_calibration(scores[rows], targets[rows], weights[rows], seed)
