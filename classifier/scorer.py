"""The additive model over a text's features, as plain arrays: the part that NumPy serves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from classifier.features import Distinct, FeatureSpace, Indices, Occurrences

Floats = NDArray[np.float64]

_ONES = np.ones(1 << 19)  # more than there are features in the longest text


@dataclass(frozen=True)
class Scorer:
    """Scores in log-odds before calibration, one column a label.

    A feature adds its weight divided by the length of its group: the square root of the sum of the squares of
    what the group's distinct features measure.

    Parameters
    ----------
    space : FeatureSpace
        How a text becomes buckets.
    weights : (space.width, labels + 1) array of int16
        On a grid: a weight in log-odds is the integer times its label's step. The last column is the square
        of what the feature measures, in steps of its own. Sums of integers are exact: a text has one score,
        in a batch or alone, and its explanation adds up to it.
    steps : (labels + 1,) array
    intercepts : (labels,) array
    """

    space: FeatureSpace
    weights: NDArray[np.int16]
    steps: Floats
    intercepts: Floats
    _distinct: Distinct = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_distinct", Distinct(self.space.width))
        # Still mapped from the file, but without the cost of NumPy's class for that.
        for name in ("weights", "steps", "intercepts"):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name)))

    def scores(self, texts: Sequence[str]) -> Floats:
        """Log-odds of each text and label, of shape (texts, labels)."""
        sums = np.zeros((len(texts), len(self.space.group_starts), len(self.steps)))
        for of_text, buckets in zip(sums, self.space.buckets(texts), strict=True):
            self._add_up(self._distinct(buckets), of_text)
        lengths = np.sqrt(sums[:, :, -1:] * self.steps[-1])
        lengths[lengths == 0.0] = 1.0  # a group without features adds nothing
        scores: Floats = np.add.reduce(sums[:, :, :-1] / lengths, axis=1)
        scores *= self.steps[:-1]
        scores += self.intercepts
        return scores

    def _add_up(self, present: Indices, sums: Floats) -> None:
        """The sum of the rows of each group of distinct buckets, in `sums` of shape (groups, labels + 1)."""
        # Sums of integers are exact in double precision, whatever the order.
        rows = self.weights.take(present, axis=0).astype(np.float64)
        first = 0
        for group, last in enumerate(self._ends_of_groups(present)):  # `in sums` would end by an error
            _ONES[: last - first].dot(rows[first:last], sums[group])
            first = last

    def _ends_of_groups(self, present: Indices) -> list[int]:
        """Where each group ends in `present`, which has the groups one after the other."""
        # In no order within a group, but every group is in its place: all that a binary search needs.
        return [*present.searchsorted(self._later_starts).tolist(), len(present)]

    @cached_property
    def _later_starts(self) -> Indices:
        return np.array(self.space.group_starts[1:])

    def contributions(self, text: str) -> Floats:
        """Log-odds that each character of `text` adds, of shape (max(len(text), 1), labels).

        A feature's weight is shared by its occurrences, and an occurrence's by the characters that it covers:
        with the intercepts the columns sum to `scores([text])`.
        """
        located, origins = self.space.occurrences(text)
        total = np.zeros((max(len(text), 1), len(self.intercepts)))
        for group in located:
            if len(group.buckets):
                per_byte = self._per_byte(group, len(origins.characters))
                total += _summed_at(origins.characters, per_byte, len(total))
        contributions: Floats = total * self.steps[:-1]
        return contributions

    def _per_byte(self, group: Occurrences, length: int) -> Floats:
        buckets, inverse, counts = np.unique(group.buckets, return_inverse=True, return_counts=True)
        rows = self.weights.take(buckets, axis=0).astype(np.float64)
        shares = rows[:, :-1] / (counts[:, None] * sqrt(rows[:, -1].sum() * self.steps[-1]))
        widths = group.ends - group.starts
        rises = shares[inverse] / widths[:, None]
        changes = _summed_at(group.starts, rises, length + 1) - _summed_at(group.ends, rises, length + 1)
        return np.cumsum(changes, axis=0)[:length]


def _summed_at(places: Indices, values: Floats, length: int) -> Floats:
    """An array of `length` rows in which row i is the sum of the rows of `values` whose place is i."""
    columns = [np.bincount(places, column, length) for column in values.T]
    return np.stack(columns, axis=1)
