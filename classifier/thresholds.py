"""Thresholds looked up for an editor's error budgets, on the curve that training measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a comment's `likely_to_reject` leads; None means that nobody is decided on that side."""

    approve_below: float | None
    """A score below this is approved."""
    reject_from: float | None
    """A score from this on is rejected."""

    def decided(self, scores: Floats) -> tuple[Flags, Flags]:
        """Which of many scores are approved, and which rejected."""
        approve_below = -np.inf if self.approve_below is None else self.approve_below
        reject_from = np.inf if self.reject_from is None else self.reject_from
        return scores < approve_below, scores >= reject_from


NOBODY = Thresholds(approve_below=None, reject_from=None)
"""Nothing is decided automatically."""


@dataclass(frozen=True, slots=True)
class BudgetCurve:
    """For each budget that was tested, the furthest threshold that keeps it; NaN where none does.

    Parameters
    ----------
    leak_budgets, approve_below : (N,) arrays
        Rising budgets, as fractions, and the threshold each allows for automatic approval.
    overblock_budgets, reject_from : (M,) arrays
        The same for automatic rejection.
    """

    leak_budgets: Floats
    approve_below: Floats
    overblock_budgets: Floats
    reject_from: Floats

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:
        """The thresholds of the largest tested budgets within `leak` and `overblock`.

        Raises
        ------
        ValueError
            If a budget is not a fraction from 0 to 1.
        """
        approve = _look_up("leak", leak, self.leak_budgets, self.approve_below)
        reject = _look_up("overblock", overblock, self.overblock_budgets, self.reject_from)
        if approve is not None and reject is not None:
            approve = min(approve, reject)
        return Thresholds(approve, reject)


def _look_up(name: str, budget: float, budgets: Floats, thresholds: Floats) -> float | None:
    if not 0 <= budget <= 1:
        raise ValueError(f"{name}: a budget is a fraction from 0 to 1, got {budget}")
    tested = int(np.searchsorted(budgets, budget * (1 + 1e-9), side="right"))
    if tested == 0 or np.isnan(thresholds[tested - 1]):
        return None
    return float(thresholds[tested - 1])
