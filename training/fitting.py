"""Fitting the labels' models on chosen rows of a corpus, whose features were taken once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import clone
from tqdm import tqdm

from classifier.labels import LABELS
from training.config import TrainingConfig
from training.corpus import source_indicator, targets_of
from training.datasets.spam import VIDEOS
from training.split import folds_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Fitting:
    """What every fit of a training run shares.

    Parameters
    ----------
    estimator : PerLabel
        Unfitted; each fit clones it.
    rows : (texts, features) matrix
    corpus : DataFrame
        A line for each row.
    config : TrainingConfig
    """

    estimator: Any
    rows: sp.csr_matrix
    corpus: pd.DataFrame
    config: TrainingConfig

    def fit(self, use: Flags, labels: tuple[str, ...] = LABELS) -> Any:
        """A fitted clone of the estimator, for `labels`, on the rows that `use` flags."""
        used = self.corpus[use]
        columns = [LABELS.index(label) for label in labels]
        return clone(self.estimator).fit(
            self.rows[use],
            targets_of(used)[:, columns],
            sample_weight=used["source"].map(self.config.source_weights).fillna(1.0).to_numpy(float),
            nuisance=[source_indicator(used, label, self._source_scale(label)) for label in labels],
        )

    def _source_scale(self, label: str) -> float:
        return self.config.spam_source_scale if label == "spam" else self.config.source_scale

    def cross_validate(self, use: Flags) -> Floats:
        """Scores of each row that `use` flags, by a fit on the others but its fold; NaN for the rest."""
        folds = folds_of(self.corpus, self.config)
        scores = np.full((len(self.corpus), len(LABELS)), np.nan)
        for fold in tqdm(range(self.config.folds), "Cross-validating", unit="fold"):
            outside = (folds == fold) & use
            scores[outside] = self.fit(use & ~outside).decision_function(self.rows[outside])
        return scores

    def leave_videos_out(self) -> Iterator[tuple[str, Floats]]:
        """For each video, the spam scores of its comments by a fit on all rows that are not like them."""
        for video in tqdm(VIDEOS, "Leaving videos out", unit="video"):
            outside = (self.corpus["source"] == f"youtube_{video}").to_numpy(bool)
            if outside.any():
                alike = set(self.corpus.loc[outside, "group"])
                inside = ~self.corpus["group"].isin(alike).to_numpy(bool)
                fitted = self.fit(inside, ("spam",))
                yield video, fitted.decision_function(self.rows[outside])[:, 0]
