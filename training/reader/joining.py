"""Joining a second reader with a fast model, and proving where both together keep the error budgets.

The fast model decides by itself only within a share of each budget; what it would only just decide is read
again too, as both together know better. For each budget the thresholds of the second reading are moved from
the strictest on, as in `training.budgets`; the exact bound is on everything that is approved, or rejected,
by either.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from classifier.labels import LABELS
from classifier.model import Model
from classifier.second_reading import DOUBTED_FROM, Joining
from classifier.thresholds import BudgetCurve
from training.budgets import BUDGETS, upper_bound
from training.config import TrainingConfig
from training.corpus import targets_of
from training.judged import fit_judgement
from training.stream import Stream, draw_stream, kinds_of, stream_weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_STEPS = 500
ALONE = 0.4
"""The share of each budget that the fast model has to itself: with less of it the queue gets no shorter, and
more has to be read; with more of it the queue is longer (cross-fitted on the rows that are not held back)."""
_FIRST_SHARE = 0.02  # of what is read; what the fast model decided comes on top, so that chance has no say
_FEWEST_POSITIVES = 20
_LEAST_SLOPE = 0.0


@dataclass(frozen=True)
class Unseen:
    """Rows that neither model has been trained on, with the raw scores of both, (rows, labels) each."""

    corpus: pd.DataFrame
    fast: Floats
    reader: Floats

    def at(self, chosen: Flags | Places) -> "Unseen":
        """Some of the rows."""
        corpus = self.corpus.iloc[chosen].reset_index(drop=True)
        return Unseen(corpus, self.fast[chosen], self.reader[chosen])


def join(model: Model, rows: Unseen, config: TrainingConfig) -> Joining:
    """The joining that suits both models."""
    slopes = _slopes(rows, config)
    joined = rows.fast * slopes[:, 0] + rows.reader * slopes[:, 1]
    judgement = fit_judgement(joined, rows.corpus, config)
    stream = draw_stream(
        rows.corpus, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate, seed=config.seed
    )
    quick = model.policy_score(model.probabilities(rows.fast[stream.rows]))
    slow = judgement.likely_to_reject(joined[stream.rows])
    curve = cascade_curve(model, quick, slow, stream, config)
    return Joining(slopes[:, 0], slopes[:, 1], judgement.calibrations, judgement.policy_score, ALONE, curve)


def _slopes(rows: Unseen, config: TrainingConfig) -> Floats:
    """What a point of either model's score counts for, (labels, 2), by logistic regression on the stream.

    A label with next to no positives takes the slopes of the first.
    """
    kinds = kinds_of(rows.corpus)
    weights = stream_weights(kinds, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate)
    targets = targets_of(rows.corpus)
    found = np.zeros((len(LABELS), 2))
    for label in range(len(LABELS)):
        known = (weights > 0) & ~np.isnan(targets[:, label])
        truth = targets[known, label] >= 0.5  # noqa: PLR2004
        if min(truth.sum(), (~truth).sum()) < _FEWEST_POSITIVES:
            found[label] = found[0]
            continue
        pair = np.column_stack((rows.fast[known, label], rows.reader[known, label]))
        relative = weights[known] / weights[known].mean()
        fitted = LogisticRegression(C=100.0).fit(pair, truth, sample_weight=relative)
        found[label] = np.maximum(fitted.coef_[0], _LEAST_SLOPE)
    return found


def cascade_curve(
    model: Model, quick: Floats, slow: Floats, stream: Stream, config: TrainingConfig
) -> BudgetCurve:
    """For each budget the furthest thresholds on second reading that keep it, NaN where none does.

    `quick` and `slow` are the policy scores of the stream's rows at first and second reading. The fast model
    decides within its share of the same budget, and on the other side of its share of the default
    one; what it doubts is approved by nobody.
    """
    default = model.thresholds(leak=config.leak * ALONE, overblock=config.overblock * ALONE)
    approve, reject = [], []
    for budget in BUDGETS:
        own = model.thresholds(leak=budget * ALONE, overblock=budget * ALONE)
        (cleared, _), (_, refused) = own.decided(quick), default.decided(quick)
        unwanted, confidence = stream.unwanted, config.confidence
        read = ~cleared & ~refused & (quick < DOUBTED_FROM)
        found = furthest(cleared, read, slow, unwanted, budget=budget, confidence=confidence)
        approve.append(found)
        (cleared, _), (_, refused) = default.decided(quick), own.decided(quick)
        read = ~cleared & ~refused
        mirrored = furthest(refused, read, -slow, ~unwanted, budget=budget, confidence=confidence)
        reject.append(float(np.nextafter(-mirrored, np.inf)))
    return BudgetCurve(BUDGETS, np.array(approve), BUDGETS, np.array(reject))


def furthest(
    decided: Flags, read: Flags, scores: Floats, errors: Flags, *, budget: float, confidence: float
) -> float:
    """The highest threshold below which `read` rows join the `decided` ones within `budget`; NaN for none.

    Fixed-sequence testing: from a fiftieth of what is read on, to the first threshold that fails.
    """
    order = np.argsort(scores[read], kind="stable")
    ranked, wrong = scores[read][order], np.concatenate(([0], np.cumsum(errors[read][order])))
    if not len(ranked):
        return float("nan")
    ranks = np.unique(np.linspace(_FIRST_SHARE * len(ranked), len(ranked) - 1, _STEPS).astype(np.intp))
    below = np.searchsorted(ranked, ranked[ranks], side="left")
    bound = upper_bound(wrong[below] + errors[decided].sum(), below + decided.sum(), confidence)
    failed = np.flatnonzero(bound > budget)
    last = failed[0] - 1 if len(failed) else len(ranks) - 1
    return float(ranked[ranks[last]]) if last >= 0 else float("nan")
