"""From datasets to a model: read, split, fit, calibrate on held-out scores, prove the budgets, save."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.pipeline import make_pipeline
from tqdm import tqdm

from classifier.artifact import save_model
from classifier.labels import LABELS
from classifier.model import Model
from classifier.scorer import Scorer
from training.config import TrainingConfig
from training.datasets.registry import fingerprints
from training.judged import Judgement, fit_judgement
from training.pipeline import export
from training.prepared import features_of, libraries, prepare
from training.steps import Steps, room_in

Floats = NDArray[np.float64]


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
    steps: Steps
    """To be finished when the model is saved."""


def train(data: Path, config: TrainingConfig, work: Path) -> TrainingRun:
    """A model trained on the datasets under `data`; `work` keeps finished steps.

    Raises
    ------
    TrainingError
        If a dataset is missing or damaged, or `work` has no room.
    """
    prepared = prepare(data, config, work)
    fitting, held_back = prepared.fitting(config), prepared.held_back
    scores = fitting.cross_validate(~held_back)
    videos = fitting.leave_videos_out()
    with tqdm(total=1, desc="Fitting the final model") as progress:
        final = prepared.steps.once("final", lambda: fitting.fit(~held_back))
        progress.update()
    # Exporting rounds the weights to those that are served, so that rows are scored by these.
    scorer = export(make_pipeline(features_of(config), fitting.rows.rarity, final))
    scores[held_back] = fitting.scores(final, held_back)
    own = prepared.own
    corpus, held_back, scores = prepared.corpus[own].reset_index(drop=True), held_back[own], scores[own]
    judgement = fit_judgement(scores[~held_back], corpus[~held_back].reset_index(drop=True), config)
    model = _assemble(scorer, judgement)
    return TrainingRun(config, model, corpus, held_back, scores, videos, prepared.steps)


def _assemble(scorer: Scorer, judgement: Judgement) -> Model:
    digest = joblib.hash([scorer.weights, scorer.intercepts])[:8]
    version = f"{datetime.now(UTC):%Y.%m.%d}-{digest}"
    return Model(version, LABELS, scorer, judgement.calibrations, judgement.policy_score, judgement.curve)


def save(run: TrainingRun, data: Path, out: Path, metrics: dict[str, Any]) -> None:
    """`out` holds the run's model, with everything in the manifest that a reader needs to place it.

    Raises
    ------
    DiskError
        If there is no room for it; the model that was there stays.
    """
    facts = {
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "config": run.config.facts(),
        "datasets": fingerprints(data),
        "libraries": libraries(),
        "metrics": metrics,
    }
    with room_in(out):
        save_model(run.model, out, facts)
