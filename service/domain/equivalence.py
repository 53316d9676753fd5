"""Which threshold on one score does the work of a threshold on another."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A threshold on their score, and what does the same on ours."""

    threshold: float
    cut_off: float
    flagged: int
    """How many texts reach the threshold; as many reach the cut-off, but for ties."""
    agreement: float
    """The share of all texts on which both say the same."""
    shared: float
    """The share of the texts flagged by theirs that ours flags too."""


def equivalent(theirs: Sequence[float], ours: Sequence[float], threshold: float) -> Equivalent | None:
    """Return the cut-off above which as many texts lie as above the threshold; `None` when none or all do.

    Equal numbers, not the best agreement: a cut-off fitted to agree looks better on the texts that it was
    fitted to than on the next ones, and the number of texts that moderators see would change.
    """
    flagged = [score >= threshold for score in theirs]
    count = sum(flagged)
    if not 0 < count < len(theirs):
        return None
    ranked = sorted(ours, reverse=True)
    cut_off = (ranked[count - 1] + ranked[count]) / 2
    pairs = list(zip(flagged, (score >= cut_off for score in ours), strict=True))
    agreement = sum(one == other for one, other in pairs) / len(pairs)
    shared = sum(one and other for one, other in pairs) / count
    return Equivalent(threshold, cut_off, count, agreement, shared)
