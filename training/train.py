"""From datasets to a model: read, split, fit, calibrate on held-out scores, prove the budgets, save."""

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import sklearn
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.artifact import save_model
from classifier.labels import LABELS
from classifier.model import Model
from classifier.scorer import Scorer
from training.config import TrainingConfig
from training.datasets.registry import fingerprints, read_corpus
from training.disguised import SOURCE as DISGUISED
from training.disguised import disguised_copies
from training.fitting import Fitting
from training.judged import Judgement, fit_judgement
from training.pipeline import build_pipeline, export
from training.rows import weigh, write_shards
from training.split import held_back_rows
from training.steps import Steps, digest_of

Floats = NDArray[np.float64]

# The code that decides what a step's result is; results of older code are not taken up.
_ROOT = Path(__file__).parent.parent
_STEPS_FOLLOW_FROM = (
    *(f"classifier/{name}.py" for name in ("features", "folding", "hashing", "lookalikes", "normalisation")),
    *(f"training/{name}.py" for name in ("corpus", "disguised", "disguises", "fitting", "per_label")),
    *(f"training/{name}.py" for name in ("pipeline", "rarity", "rows", "split")),
    "training/datasets",
)


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
    steps = Steps(work, _facts(data, config))
    corpus = steps.once("corpus", lambda: _with_copies(read_corpus(data), config))
    held_back = held_back_rows(corpus, config) & (corpus["source"] != DISGUISED).to_numpy(bool)
    pipeline = build_pipeline(config)
    features, rarity, estimator = pipeline
    write_shards(steps, features.fit([]), corpus["text"].tolist())
    rows = weigh(steps, rarity, ~held_back & corpus["natural"].to_numpy(bool))
    fitting = Fitting(estimator, rows, corpus, config, steps)
    scores = fitting.cross_validate(~held_back)
    videos = fitting.leave_videos_out()
    with tqdm(total=1, desc="Fitting the final model") as progress:
        pipeline.steps[-1] = ("perlabel", steps.once("final", lambda: fitting.fit(~held_back)))
        progress.update()
    scorer = export(pipeline)
    scores[held_back] = fitting.scores(pipeline[-1], held_back)
    own = (corpus["source"] != DISGUISED).to_numpy(bool)
    corpus, held_back, scores = corpus[own].reset_index(drop=True), held_back[own], scores[own]
    judgement = fit_judgement(scores[~held_back], corpus[~held_back].reset_index(drop=True), config)
    return TrainingRun(config, _assemble(scorer, judgement), corpus, held_back, scores, videos, steps)


def _with_copies(corpus: pd.DataFrame, config: TrainingConfig) -> pd.DataFrame:
    """The corpus and disguised copies of rows that are not held back."""
    seen = corpus[~held_back_rows(corpus, config)]
    copies = disguised_copies(seen, config.disguised_share, config.seed)
    return pd.concat([corpus, copies], ignore_index=True)


def _facts(data: Path, config: TrainingConfig) -> dict[str, Any]:
    """What the steps of a run follow from; how scores are judged afterwards is no part of it."""
    judging = {"toxic_rate", "spam_rate", "leak", "overblock", "confidence"}
    return {
        "config": {name: value for name, value in config.facts().items() if name not in judging},
        "datasets": fingerprints(data),
        "code": digest_of(_ROOT / name for name in _STEPS_FOLLOW_FROM),
        "libraries": _libraries(),
    }


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
        "libraries": _libraries(),
        "metrics": metrics,
    }
    save_model(run.model, out, facts)


def _libraries() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "joblib": joblib.__version__,
    }
