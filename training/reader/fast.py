"""The fast model's scores of rows that it has not seen: what a second reader is joined with."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.artifact import load_model, read_manifest
from classifier.model import Model
from training.config import TrainingConfig
from training.datasets.registry import fingerprints, read_corpus
from training.prepared import prepare
from training.settings import ConfigError
from training.teacher import SOURCE as TEACHER

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FastScores:
    """A fast model, its corpus, and a score of each row by a fit that has not seen it."""

    model: Model
    config: TrainingConfig
    corpus: pd.DataFrame
    scores: Floats
    """Raw, (rows, labels)."""


def fast_scores(data: Path, model: Path, work: Path) -> FastScores:
    """The scores of the model in `model`: cross-validated as in its training, its own where it was held back.

    They are kept in `work` for the next time.

    Raises
    ------
    ConfigError
        If the model was trained on other datasets than those under `data`.
    """
    loaded, manifest = load_model(model), read_manifest(model)
    config, corpus = TrainingConfig.of(manifest), read_corpus(data)
    if manifest.get("datasets") != fingerprints(data):
        raise ConfigError(f"{model}: was trained on other files than those in {data}")
    kept = work / f"fast-{loaded.version}.npy"
    if not kept.exists():
        work.mkdir(parents=True, exist_ok=True)
        draft = work / f"partial-{loaded.version}.npy"
        np.save(draft, _scored(loaded, data, config, work / "fast"))
        draft.replace(kept)
    return FastScores(loaded, config, corpus, np.load(kept))


def _scored(model: Model, data: Path, config: TrainingConfig, work: Path) -> Floats:
    prepared = prepare(data, config, work)
    own, held_back = prepared.own, prepared.held_back
    scores = prepared.fitting(config).cross_validate(~held_back)
    scores[held_back] = model.scorer.scores(prepared.corpus.loc[held_back, "text"].tolist())
    # Texts that only a teacher has come after those of the datasets, and are no part of their corpus.
    return scores[own & (prepared.corpus["source"] != TEACHER).to_numpy(bool)]
