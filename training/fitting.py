"""Fitting the labels' models on chosen rows of a corpus, whose features were taken once."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import SGDClassifier
from tqdm import tqdm

from classifier.labels import LABELS
from training.config import TrainingConfig
from training.corpus import source_indicator
from training.datasets.spam import VIDEOS
from training.per_label import Emphasis, PerLabel, split_soft
from training.rows import FeatureRows, shards_of
from training.split import folds_of
from training.steps import Steps
from training.teacher import taught_targets

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_EVERY = 16  # rows; those that are looked at for their length


@dataclass(frozen=True)
class Fitting:
    """What every fit of a training run shares.

    Parameters
    ----------
    estimator : PerLabel
        Unfitted; each fit clones it.
    rows : FeatureRows
    corpus : DataFrame
        A line for each row.
    config : TrainingConfig
    steps : Steps
        Keeps what each fit found.
    """

    estimator: Any
    rows: FeatureRows
    corpus: pd.DataFrame
    config: TrainingConfig
    steps: Steps

    def fit(self, use: Flags, labels: tuple[str, ...] = LABELS) -> Any:
        """A fitted clone of the estimator, for `labels`, on the rows that `use` flags whose source counts."""
        use = use & (self._weights(self.corpus) > 0)
        if use.sum() > self.config.most_in_memory:
            return self._stream(use, labels)
        used = self.corpus[use]
        columns = [LABELS.index(label) for label in labels]
        features = self.rows.take(use)
        return clone(self.estimator).fit(
            features,
            taught_targets(used, self.config.teacher_share)[:, columns],
            sample_weight=self._weights(used),
            nuisance=[source_indicator(used, label, self._source_scale(label)) for label in labels],
            emphasis=[self._emphasis(label, features) for label in labels],
        )

    def _stream(self, use: Flags, labels: tuple[str, ...]) -> Any:
        """As `fit`, going over the shards of rows several times, in another order each time."""
        used = self.corpus[use]
        targets = taught_targets(used, self.config.teacher_share)[:, [LABELS.index(one) for one in labels]]
        weights = self._weights(used)
        indicators = [source_indicator(used, label, self._source_scale(label)) for label in labels]
        _, sample = next(self.rows.shards(use))
        visits = [len(split_soft(target)[0]) for target in targets.T]
        emphasis = [
            self._streamed(self._emphasis(label, sample), count)
            for label, count in zip(labels, visits, strict=True)
        ]
        fitted = PerLabel(SGDClassifier(loss="log_loss", random_state=self.config.seed), n_jobs=2)
        places = np.cumsum(use) - 1
        chance = np.random.default_rng(self.config.seed)
        for _ in tqdm(range(self.config.epochs), "Going over the data", leave=False):
            for rows, features in self.rows.shards(use, chance.permutation(shards_of(len(use)))):
                part = places[rows]
                extra = [one[part] for one in indicators]
                fitted.partial_fit(features, targets[part], weights[part], extra, emphasis)
        return fitted

    @staticmethod
    def _streamed(emphasis: Emphasis, visits: int) -> Emphasis:
        """The same penalty in the terms of a fit that takes rows one by one.

        Such a fit applies its penalty at each of a pass's `visits` of a row, whatever the row weighs, so that
        alpha is 1 / (C * visits) (scikit-learn's guide, 1.5.8, "Mathematical formulation" of SGD).
        """
        return Emphasis(emphasis.scales, {"alpha": 1 / (emphasis.settings["C"] * visits)})

    def _weights(self, used: pd.DataFrame) -> Floats:
        return np.array(used["source"].map(self.config.source_weights).fillna(1.0), np.float64)

    def _source_scale(self, label: str) -> float:
        return self.config.spam_source_scale if label == "spam" else self.config.source_scale

    def _emphasis(self, label: str, features: sp.csr_matrix) -> Emphasis:
        """The label's penalty, and features scaled by rarity so that rows keep their length on average."""
        spam, config = label == "spam", self.config
        power = config.spam_rarity_power if spam else config.abuse_rarity_power
        scales = self.rows.rarity.weights_ ** (power / config.rarity_power - 1)
        sample = features[::_EVERY]
        squares = sp.csr_matrix(sample.multiply(sample))
        scales *= np.sqrt(squares.sum() / (squares @ scales**2).sum())
        return Emphasis(scales.astype(np.float32), {"C": config.spam_penalty_c if spam else config.penalty_c})

    def scores(self, fitted: Any, use: Flags) -> Floats:
        """The log-odds that a `fitted` model gives to the rows that `use` flags."""
        parts = [fitted.decision_function(rows) for _, rows in self.rows.shards(use)]
        return np.concatenate([np.zeros((0, len(fitted.coef_))), *parts])

    def cross_validate(self, use: Flags) -> Floats:
        """Scores of each row that `use` flags, by a fit on the others but its fold; NaN for the rest."""
        folds = folds_of(self.corpus, self.config)
        scores = np.full((len(self.corpus), len(LABELS)), np.nan)
        for fold in tqdm(range(self.config.folds), "Cross-validating", unit="fold"):
            outside = (folds == fold) & use
            scores[outside] = self.steps.once(
                f"fold-{fold}", partial(self._scores_of, outside, use & ~outside)
            )
        return scores

    def _scores_of(self, outside: Flags, inside: Flags, labels: tuple[str, ...] = LABELS) -> Floats:
        return self.scores(self.fit(inside, labels), outside)

    def leave_videos_out(self) -> dict[str, Floats]:
        """For each video, the spam scores of its comments by a fit on all rows that are not like them."""
        found = {}
        for video in tqdm(VIDEOS, "Leaving videos out", unit="video"):
            outside = (self.corpus["source"] == f"youtube_{video}").to_numpy(bool)
            if outside.any():
                alike = set(self.corpus.loc[outside, "group"])
                inside = ~self.corpus["group"].isin(alike).to_numpy(bool)
                compute = partial(self._scores_of, outside, inside, ("spam",))
                scores = self.steps.once(f"video-{video}", compute)
                found[video] = scores[:, 0]
        return found
