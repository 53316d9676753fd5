"""The blind sample: some of what the policy decided a person decides again, which tells how often it errs."""

import random
from dataclasses import dataclass
from math import sqrt

_Z = 1.96
"""The normal distribution has 95% within so many standard deviations."""


def drawn(share: float) -> bool:
    """Draw whether a decision belongs to the sample, which takes this share of them."""
    return random.random() < share  # noqa: S311 - nobody wins by guessing it


@dataclass(frozen=True, slots=True)
class Errors:
    """How often moderators decided otherwise than the policy had, without knowing what it had decided."""

    looked_at: int
    disagreed: int

    @property
    def range(self) -> tuple[float, float]:
        """Between which shares the policy's errors lie, with a confidence of 95%: (lowest, highest).

        Wilson, Probable inference, the law of succession, and statistical inference (1927).
        """
        n = self.looked_at
        if not n:
            return 0.0, 1.0
        share, weight = self.disagreed / n, _Z**2 / n
        middle = share + weight / 2
        reach = _Z * sqrt(share * (1 - share) / n + weight / (4 * n))
        return max(0.0, (middle - reach) / (1 + weight)), min(1.0, (middle + reach) / (1 + weight))
