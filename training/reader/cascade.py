"""A fast model and a second reader at work together, as in the service: who decides what of a stream."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.model import Model
from classifier.second_reading import DOUBTED_FROM, Joining

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of the comments of a stream, a flag for each."""

    approved: Flags
    rejected: Flags
    again: Flags
    """Read again on the way."""

    @property
    def waiting(self) -> Flags:
        """Left for a moderator."""
        return ~self.approved & ~self.rejected

    def shares(self, unwanted: Flags) -> dict[str, float | None]:
        """The columns of a table, when the truth is which of them are unwanted."""
        return {
            "read again": _share(self.again),
            "approved": _share(self.approved),
            "rejected": _share(self.rejected),
            "for review": _share(self.waiting),
            "leaked": _share(unwanted[self.approved]),
            "overblocked": _share(~unwanted[self.rejected]),
        }


def _share(flags: Flags) -> float | None:
    return float(flags.mean()) if len(flags) else None


def together(parts: Sequence[Decided]) -> Decided:
    """Several streams as one."""
    return Decided(
        np.concatenate([each.approved for each in parts]),
        np.concatenate([each.rejected for each in parts]),
        np.concatenate([each.again for each in parts]),
    )


@dataclass(frozen=True)
class Cascade:
    """A fast model, and how a second reader is joined with it."""

    model: Model
    joining: Joining

    def quick(self, fast: Floats) -> Floats:
        """The policy score at first reading of raw scores, (rows, labels)."""
        return self.model.policy_score(self.model.probabilities(fast))

    def slow(self, fast: Floats, reader: Floats) -> Floats:
        """The policy score at second reading of both models' raw scores, (rows, labels) each."""
        joined = self.joining.scores(fast, reader)
        columns = [calibrate(joined[:, i]) for i, calibrate in enumerate(self.joining.calibrations)]
        return self.joining.policy_score(np.stack(columns, axis=1))

    def by_fast(self, quick: Floats, *, leak: float, overblock: float) -> Decided:
        """What the fast model alone decides within these budgets."""
        approved, rejected = self.model.thresholds(leak=leak, overblock=overblock).decided(quick)
        return Decided(approved, rejected, np.zeros(len(quick), np.bool_))

    def by_both(self, quick: Floats, slow: Floats, *, leak: float, overblock: float) -> Decided:
        """What both decide: the fast model within its share of the budgets, the second reading the rest.

        What the first doubts and the second would approve is left for review.
        """
        alone = self.joining.alone
        sure = self.by_fast(quick, leak=leak * alone, overblock=overblock * alone)
        again = sure.waiting
        approved, rejected = self.joining.thresholds(leak=leak, overblock=overblock).decided(slow)
        return Decided(
            sure.approved | again & approved & (quick < DOUBTED_FROM),
            sure.rejected | again & rejected,
            again,
        )
