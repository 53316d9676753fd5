"""Everything a training run can be told."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from training.settings import ConfigError, insist

# Other kinds of text teach words that talk pages lack; at full weight they would also teach their own habits.
# Abuse in calm words is for the second reader: who sees no sentences would blame whoever is named in them.
_SOURCE_WEIGHTS = {
    "civil": 0.2,
    "surge": 0.1,
    "davidson": 0.03,
    "hatexplain": 0.03,
    "talk_context": 0.2,
    "everyday": 3.0,
    "everyday_rude": 2.0,
    "everyday_links": 2.0,
    "contrast_abusive": 0.0,
}
_MOST_BITS = 24


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How a model is trained.

    Parameters
    ----------
    seed : int
        Decides folds, samples and solvers; the same seed gives the same arrays.
    shortest, longest, ngram_bits, word_bits : int
        The features, see `training.hashed_ngrams.HashedNgrams`.
    rarity_power : float
        How much rare features count towards a text's length, see `training.rarity.RarityWeights`.
    abuse_rarity_power, spam_rarity_power : float
        How much rare features count in a label's model: rude words are rare in a stream of comments, those
        of spam are not.
    penalty_c, spam_penalty_c : float
        Inverse strength of the penalty on weights, for the labels of abuse and for spam.
    source_scale, spam_source_scale : float
        Size of the indicator of a row's source in training; large ones let the model explain a source's rate
        by the source and not by its words. The indicator is dropped at serving. Spam has a smaller one: whole
        sources are without it, and what sets them apart from spam should stay in the words.
    disguised_share : float
        Share of the natural rows that are learned a second time in disguise.
    folds : int
        Of the cross-validation whose held-out scores calibrate the model.
    toxic_rate, spam_rate : float
        Share of toxic comments and of spam in the stream that calibration and budgets are stated for.
    leak, overblock, confidence : float
        Default error budgets, and the confidence of their upper bounds.
    draws : int
        Resamplings behind each interval of the report.
    most_in_memory : int
        With more rows than this, fits go over the data shard by shard and need no more memory for more rows.
    epochs : int
        How often such a fit goes over the data.
    teacher : str
        A file with a stronger model's probabilities, see `training.teacher`; empty for none.
    teacher_share : float
        How much the teacher counts where a source has a label of its own.
    source_weights : dict
        Source -> weight of its rows; 1 for those not named, 0 leaves them out.
    """

    seed: int = 20261122
    shortest: int = 2
    longest: int = 5
    ngram_bits: int = 18
    word_bits: int = 17
    rarity_power: float = 1.0
    abuse_rarity_power: float = 2.0
    spam_rarity_power: float = 1.0
    penalty_c: float = 2.5
    spam_penalty_c: float = 20.0
    source_scale: float = 1.0
    spam_source_scale: float = 0.5
    disguised_share: float = 0.3
    folds: int = 4
    toxic_rate: float = 0.098
    spam_rate: float = 0.03
    leak: float = 0.01
    overblock: float = 0.05
    confidence: float = 0.95
    draws: int = 200
    most_in_memory: int = 400_000
    epochs: int = 5
    teacher: str = ""
    teacher_share: float = 0.5
    source_weights: dict[str, float] = field(default_factory=lambda: dict(_SOURCE_WEIGHTS))

    def __post_init__(self) -> None:
        for name in ("toxic_rate", "spam_rate", "leak", "overblock", "confidence"):
            insist(self, name, "a fraction between 0 and 1", accepted=0 < getattr(self, name) < 1)
        for name in ("disguised_share", "teacher_share"):
            insist(self, name, "a share from 0 to 1", accepted=0 <= getattr(self, name) <= 1)
        for name in ("penalty_c", "spam_penalty_c"):
            insist(self, name, "a number above 0", accepted=0 < getattr(self, name) < math.inf)
        for name, least in {"shortest": 1, "draws": 1, "epochs": 1, "most_in_memory": 1, "folds": 2}.items():
            insist(self, name, f"a whole number from {least}", accepted=getattr(self, name) >= least)
        longer = self.longest >= self.shortest
        insist(self, "longest", f"a whole number from shortest, {self.shortest}", accepted=longer)
        for name in ("ngram_bits", "word_bits"):
            insist(self, name, f"1 to {_MOST_BITS}", accepted=1 <= getattr(self, name) <= _MOST_BITS)
        insist(self, "spam_rate", "what toxic_rate leaves", accepted=self.toxic_rate + self.spam_rate < 1)
        weights: Mapping[str, Any] = self.source_weights
        for source, weight in weights.items():
            if not (isinstance(weight, int | float) and 0 <= weight < math.inf):
                raise ConfigError(f"source_weights: {source} accepts a number from 0, got {weight!r}")

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Self:
        """The configuration in a model's manifest.

        Raises
        ------
        ConfigError
            If it is another version's.
        """
        try:
            return cls(**manifest.get("config", {}))
        except TypeError as error:
            raise ConfigError(f"the model was trained with other settings than these: {error}") from error

    def facts(self) -> dict[str, Any]:
        """The configuration as it goes into the manifest."""
        return asdict(self)
