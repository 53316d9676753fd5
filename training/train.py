"""From datasets to a model: read, split, fit, calibrate on held-out scores, prove the budgets, save."""

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import scipy.sparse as sp
import sklearn
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from tqdm import tqdm

from classifier.artifact import save_model
from classifier.labels import LABELS
from classifier.model import Model
from classifier.scorer import Scorer
from training.config import TrainingConfig
from training.datasets.registry import fingerprints, read_corpus
from training.disguised import disguised_copies
from training.fitting import Fitting
from training.judged import Judgement, fit_judgement
from training.pipeline import build_pipeline, export
from training.split import held_back_rows

Floats = NDArray[np.float64]

_CHUNK = 2000  # texts


@dataclass(frozen=True)
class TrainingRun:
    """A trained model and what it takes to judge it: the corpus, what was held back, and scores on it."""

    config: TrainingConfig
    model: Model
    corpus: pd.DataFrame
    held_back: NDArray[np.bool_]
    scores: Floats
    """Raw scores of all rows by a model that has not seen the row, (rows, labels)."""
    video_scores: dict[str, Floats]
    """YouTube video -> spam scores of its comments by a model that has not seen the video."""


def train(data: Path, config: TrainingConfig) -> TrainingRun:
    """A model trained on the datasets under `data`.

    Raises
    ------
    DataError
        If a dataset is missing or damaged.
    """
    corpus = read_corpus(data)
    held_back = held_back_rows(corpus, config)
    copies = disguised_copies(corpus[~held_back], config.disguised_share, config.seed)
    extended = pd.concat([corpus, copies], ignore_index=True)
    use = np.append(~held_back, np.ones(len(copies), np.bool_))
    pipeline = build_pipeline(config)
    fitting = Fitting(pipeline[-1], _weighed(pipeline, extended, use), extended, config)
    scores = fitting.cross_validate(use)[: len(corpus)]
    videos = dict(fitting.leave_videos_out())
    with tqdm(total=1, desc="Fitting the final model") as progress:
        pipeline.steps[-1] = ("perlabel", fitting.fit(use))
        progress.update()
    scorer = export(pipeline)
    scores[held_back] = pipeline[-1].decision_function(fitting.rows[: len(corpus)][held_back])
    judgement = fit_judgement(scores[~held_back], corpus[~held_back].reset_index(drop=True), config)
    return TrainingRun(config, _assemble(scorer, judgement), corpus, held_back, scores, videos)


def _weighed(pipeline: Pipeline, corpus: pd.DataFrame, use: NDArray[np.bool_]) -> sp.csr_matrix:
    """The features of every row, weighed by their rarity in a natural stream.

    In collections of abuse the words that matter are common, which would weigh them down.
    """
    features, rarity, _ = pipeline
    present = transform(features.fit([]), corpus["text"].tolist())
    return rarity.fit(present[use & corpus["natural"].to_numpy(bool)]).transform(present)


def transform(features: Any, texts: list[str]) -> sp.csr_matrix:
    """`features.transform(texts)`, on all cores and with progress."""
    chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    parallel = Parallel(n_jobs=-1, return_as="generator")
    parts = parallel(delayed(features.transform)(chunk) for chunk in chunks)
    return sp.vstack(list(tqdm(parts, "Taking features", len(chunks))), format="csr")


def _assemble(scorer: Scorer, judgement: Judgement) -> Model:
    digest = joblib.hash([scorer.weights, scorer.intercepts])[:8]
    version = f"{datetime.now(UTC):%Y.%m.%d}-{digest}"
    return Model(version, LABELS, scorer, judgement.calibrations, judgement.policy_score, judgement.curve)


def save(run: TrainingRun, data: Path, out: Path, metrics: dict[str, Any]) -> None:
    """`out` holds the run's model, with everything in the manifest that a reader needs to place it."""
    facts = {
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "config": run.config.facts(),
        "datasets": fingerprints(data),
        "libraries": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
            "joblib": joblib.__version__,
        },
        "metrics": metrics,
    }
    save_model(run.model, out, facts)
