"""A corpus on disk with its features taken, ready for any number of fits."""

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import sklearn
from numpy.typing import NDArray

from training.config import TrainingConfig
from training.datasets.registry import fingerprints, read_corpus
from training.disguised import SOURCE as DISGUISED
from training.disguised import disguised_copies
from training.fitting import Fitting
from training.pipeline import build_pipeline
from training.rows import weigh, write_shards
from training.split import held_back_rows
from training.steps import Steps, digest_of
from training.teacher import add_teacher

Flags = NDArray[np.bool_]

# The code that decides what a step's result is; results of older code are not taken up.
_ROOT = Path(__file__).parent.parent
STEPS_FOLLOW_FROM = (
    *(f"classifier/{name}.py" for name in ("features", "folding", "hashing", "labels", "lookalikes")),
    *(f"classifier/{name}.py" for name in ("normalisation", "passage")),
    *(f"training/{name}.py" for name in ("baselines", "corpus", "disguised", "disguises", "evasion")),
    *(f"training/{name}.py" for name in ("fitting", "hashed_ngrams", "metrics", "per_label", "pipeline")),
    *(f"training/{name}.py" for name in ("prepared", "rarity", "rows", "search", "split", "teacher")),
    "training/train.py",
    "training/datasets",
)


@dataclass(frozen=True)
class Prepared:
    """What every fit starts from.

    Parameters
    ----------
    corpus : DataFrame
        With disguised copies of the rows that are not held back.
    held_back : (rows,) array
    steps : Steps
        Keeps the features, and what the fits find.
    """

    corpus: pd.DataFrame
    held_back: Flags
    steps: Steps

    @property
    def own(self) -> Flags:
        """Which rows are no disguised copies."""
        return (self.corpus["source"] != DISGUISED).to_numpy(bool)

    def fitting(self, config: TrainingConfig) -> Fitting:
        """Fits by the settings of `config`, whose features and rows must be those that were prepared."""
        _, rarity, estimator = build_pipeline(config)
        natural = ~self.held_back & self.corpus["natural"].to_numpy(bool)
        return Fitting(estimator, weigh(self.steps, rarity, natural), self.corpus, config, self.steps)


def prepare(data: Path, config: TrainingConfig, work: Path) -> Prepared:
    """The datasets under `data`, read, split and with their features taken; `work` keeps what is done.

    Raises
    ------
    TrainingError
        If a dataset is missing or damaged, or `work` has no room.
    """
    steps = Steps(work, _facts(data, config))
    corpus = steps.once("corpus", lambda: _with_copies(read_corpus(data), config))
    held_back = held_back_rows(corpus, config) & (corpus["source"] != DISGUISED).to_numpy(bool)
    write_shards(steps, features_of(config), corpus["text"].tolist())
    return Prepared(corpus, held_back, steps)


def _with_copies(corpus: pd.DataFrame, config: TrainingConfig) -> pd.DataFrame:
    """The corpus, with what a teacher says of it, and disguised copies of rows that are not held back."""
    if config.teacher:
        corpus = add_teacher(corpus, Path(config.teacher))
    seen = corpus[~held_back_rows(corpus, config)]
    copies = disguised_copies(seen, config.disguised_share, config.seed)
    return pd.concat([corpus, copies], ignore_index=True)


def _facts(data: Path, config: TrainingConfig) -> dict[str, Any]:
    """What the steps of a run follow from; how scores are judged afterwards is no part of it."""
    judging = {"toxic_rate", "spam_rate", "leak", "overblock", "confidence", "draws"}
    return {
        "config": {name: value for name, value in config.facts().items() if name not in judging},
        "datasets": fingerprints(data),
        "teacher": digest_of([Path(config.teacher)]) if config.teacher else "",
        "code": digest_of(_ROOT / name for name in STEPS_FOLLOW_FROM),
        "libraries": libraries(),
    }


def features_of(config: TrainingConfig) -> Any:
    """What takes the features that `config` names, ready to use."""
    return build_pipeline(config)[0].fit([])


def libraries() -> dict[str, str]:
    """The versions of what a model is made with."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "joblib": joblib.__version__,
    }
