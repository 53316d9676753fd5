"""The additive model over a text's features, as plain arrays: the part that NumPy serves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from classifier.features import Distinct, FeatureSpace, Indices, Occurrences

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scorer:
    """Scores in log-odds before calibration, one column a label.

    Parameters
    ----------
    space : FeatureSpace
        How a text becomes buckets.
    weights : (space.width, labels) array of int16
        Weights on a grid: a weight in log-odds is the integer times its label's step. Sums of integers are
        exact, so a text has one score, in a batch or alone, and its explanation adds up to it.
    steps, intercepts : (labels,) arrays
    """

    space: FeatureSpace
    weights: NDArray[np.int16]
    steps: Floats
    intercepts: Floats
    _distinct: Distinct = field(init=False, repr=False, compare=False)
    _plain: NDArray[np.int16] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_distinct", Distinct(self.space.width))
        # Still mapped from the file, but without the cost of NumPy's class for that.
        object.__setattr__(self, "_plain", np.asarray(self.weights))

    def scores(self, texts: Sequence[str]) -> Floats:
        """Log-odds of each text and label, of shape (texts, labels)."""
        sums = np.empty((len(texts), len(self.steps)))
        for row, text in enumerate(texts):
            sums[row] = self._sum(text)
        scores: Floats = sums * self.steps + self.intercepts
        return scores

    def _sum(self, text: str) -> Floats:
        groups = self.space.groups(text)
        present = [self._distinct(group) for group in groups]
        rows = self._plain.take(np.concatenate(present), axis=0).astype(np.float64)
        total = np.zeros(len(self.steps))
        start = 0
        for group in present:
            if len(group):  # sums of integers: exact in double precision, whatever the order
                total += (np.ones(len(group)) @ rows[start : start + len(group)]) / sqrt(len(group))
                start += len(group)
        return total

    def contributions(self, text: str) -> Floats:
        """Log-odds that each character of `text` adds, of shape (max(len(text), 1), labels).

        A feature's weight is shared by its occurrences, and an occurrence's by the characters that it covers:
        with the intercepts the columns sum to `scores([text])`.
        """
        located, origins = self.space.occurrences(text)
        total = np.zeros((max(len(text), 1), len(self.steps)))
        for group in located:
            if len(group.buckets):
                per_byte = self._per_byte(group, len(origins.characters))
                total += _summed_at(origins.characters, per_byte, len(total))
        return total * self.steps

    def _per_byte(self, group: Occurrences, length: int) -> Floats:
        buckets, inverse, counts = np.unique(group.buckets, return_inverse=True, return_counts=True)
        shares = self.weights.take(buckets, axis=0) / (counts[:, None] * np.sqrt(len(buckets)))
        widths = group.ends - group.starts
        rises = shares[inverse] / widths[:, None]
        changes = _summed_at(group.starts, rises, length + 1) - _summed_at(group.ends, rises, length + 1)
        return np.cumsum(changes, axis=0)[:length]


def _summed_at(places: Indices, values: Floats, length: int) -> Floats:
    """An array of `length` rows in which row i is the sum of the rows of `values` whose place is i."""
    columns = [np.bincount(places, column, length) for column in values.T]
    return np.stack(columns, axis=1)
