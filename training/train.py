"""From datasets to a model: read, split, fit, calibrate on held-out scores, prove the budgets, save."""

import platform
from collections.abc import Iterator
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
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from tqdm import tqdm

from classifier.artifact import save_model
from classifier.labels import LABELS
from classifier.model import Model
from training.config import TrainingConfig
from training.corpus import source_indicator, targets_of
from training.datasets.registry import fingerprints, read_corpus
from training.datasets.spam import VIDEOS
from training.judged import fit_judgement
from training.pipeline import build_pipeline, export
from training.split import folds_of, held_back_rows

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
    pipeline = build_pipeline(config)
    features = pipeline[0].fit([])
    rows = transform(features, corpus["text"].tolist())
    held_back = held_back_rows(corpus, config)
    scores = _cross_validate(pipeline[-1], rows, corpus, held_back, config)
    videos = dict(_leave_videos_out(pipeline[-1], rows, corpus, config))
    with tqdm(total=1, desc="Fitting the final model") as progress:
        _fit(pipeline[-1], rows, corpus, ~held_back, config)
        progress.update()
    scores[held_back] = pipeline[-1].decision_function(rows[held_back])
    model = _assemble(pipeline, scores, corpus, held_back, config)
    return TrainingRun(config, model, corpus, held_back, scores, videos)


def transform(features: Any, texts: list[str]) -> sp.csr_matrix:
    """`features.transform(texts)`, on all cores and with progress."""
    chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    parallel = Parallel(n_jobs=-1, return_as="generator")
    parts = parallel(delayed(features.transform)(chunk) for chunk in chunks)
    return sp.vstack(list(tqdm(parts, "Taking features", len(chunks))), format="csr")


def _fit(
    estimator: Any, rows: sp.csr_matrix, corpus: pd.DataFrame, use: NDArray[np.bool_], config: TrainingConfig
) -> Any:
    used = corpus[use]
    return estimator.fit(
        rows[use],
        targets_of(used),
        sample_weight=used["source"].map(config.source_weights).fillna(1.0).to_numpy(float),
        nuisance=[source_indicator(used, _source_scale(label, config)) for label in LABELS],
    )


def _source_scale(label: str, config: TrainingConfig) -> float:
    return config.spam_source_scale if label == "spam" else config.source_scale


def _cross_validate(
    estimator: Any,
    rows: sp.csr_matrix,
    corpus: pd.DataFrame,
    held_back: NDArray[np.bool_],
    config: TrainingConfig,
) -> Floats:
    """Scores of each row that is not held back, by a model fitted without its fold; NaN for the others."""
    folds = folds_of(corpus, config)
    scores = np.full((len(corpus), len(LABELS)), np.nan)
    for fold in tqdm(range(config.folds), "Cross-validating", unit="fold"):
        outside = (folds == fold) & ~held_back
        fitted = _fit(clone(estimator), rows, corpus, ~outside & ~held_back, config)
        scores[outside] = fitted.decision_function(rows[outside])
    return scores


def _leave_videos_out(
    estimator: Any, rows: sp.csr_matrix, corpus: pd.DataFrame, config: TrainingConfig
) -> Iterator[tuple[str, Floats]]:
    """For each video that is there, the spam scores of its comments when the others alone were trained on."""
    sources = corpus["source"]
    for video in tqdm(VIDEOS, "Leaving videos out", unit="video"):
        outside = (sources == f"youtube_{video}").to_numpy()
        if not outside.any():
            continue
        groups = set(corpus.loc[outside, "group"])
        inside = ~corpus["group"].isin(groups).to_numpy() & corpus["spam"].notna().to_numpy()
        fitted = clone(estimator).fit(
            rows[inside],
            corpus.loc[inside, ["spam"]].to_numpy(float),
            nuisance=source_indicator(corpus[inside], config.spam_source_scale),
        )
        yield video, fitted.decision_function(rows[outside])[:, 0]


def _assemble(
    pipeline: Pipeline,
    scores: Floats,
    corpus: pd.DataFrame,
    held_back: NDArray[np.bool_],
    config: TrainingConfig,
) -> Model:
    inside = ~held_back
    judgement = fit_judgement(scores[inside], corpus[inside].reset_index(drop=True), config)
    scorer = export(pipeline)
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
