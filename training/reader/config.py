"""Everything a training run of the second reader can be told."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from training.settings import insist

_MOST_ROWS = {
    "civil": 8000,
    "talk_clean": 3000,
    "talk_context": 3000,
    "neutral_identity": 2000,
    "neutral_random": 1500,
    "davidson": 2500,
    "hatexplain": 3000,
    "sms": 2500,
}
_SOURCE_WEIGHTS = {
    "davidson": 0.3,
    "hatexplain": 0.3,
    "surge": 0.5,
    "talk_context": 0.5,
    "talk_clean": 0.5,
    "contrast_fair": 2.0,
    "contrast_abusive": 2.0,
}


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """How a second reader is trained.

    Parameters
    ----------
    seed : int
        Of samples, batches and dropout. Which rows are held back is the fast model's seed to say.
    vocabulary : int
        How many wordpieces are kept, the most frequent ones of the training texts.
    tokens, served_tokens : int
        Where a text is cut in training and in serving.
    frozen_layers : int
        So many of the lowest layers, and the embeddings, stay as they were.
    batch : int
        Texts in a step.
    passes : int
        How often each stage goes over its rows.
    rate : float
        The highest learning rate, reached after a tenth of the steps.
    bias_rate : float
        Learning rate of the sources' biases, which are dropped at serving.
    later_share : float
        Share of the rows of other sources that wait for the second stage, which the natural rows are in.
    minutes : float
        Of both stages together; a slow machine sees fewer rows, but the learning rate ends where it should.
    source_weights : dict
        Source -> weight of its rows; 1 for those not named.
    most_rows : dict
        Source -> how many of its rows are used at most; all of those not named.
    """

    seed: int = 20261122
    vocabulary: int = 12_500
    tokens: int = 96
    served_tokens: int = 192
    frozen_layers: int = 2
    batch: int = 16
    passes: int = 2
    rate: float = 6e-5
    bias_rate: float = 5e-3
    later_share: float = 0.3
    minutes: float = 65.0
    source_weights: dict[str, float] = field(default_factory=lambda: dict(_SOURCE_WEIGHTS))
    most_rows: dict[str, int] = field(default_factory=lambda: dict(_MOST_ROWS))

    def __post_init__(self) -> None:
        for name in ("vocabulary", "tokens", "served_tokens", "batch", "passes"):
            insist(self, name, "a whole number from 1", accepted=getattr(self, name) >= 1)
        for name in ("rate", "bias_rate", "minutes"):
            insist(self, name, "a number above 0", accepted=0 < getattr(self, name) < math.inf)
        insist(self, "frozen_layers", "a whole number from 0", accepted=self.frozen_layers >= 0)
        insist(self, "later_share", "a share from 0 to 1", accepted=0 <= self.later_share <= 1)

    def facts(self) -> dict[str, Any]:
        """The configuration as it goes into the manifest."""
        return asdict(self)
