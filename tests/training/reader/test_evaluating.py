from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.labels import LABELS
from classifier.reader_artifact import load_reader
from tests.support.tiny_reader import write_tiny_reader
from training.config import TrainingConfig
from training.reader.evaluating import Readings, by_budget


def readings(folder: Path, config: TrainingConfig) -> Readings:
    """Rows whose toxicity both models know for certain."""
    toxic = np.arange(400) % 10 == 0
    corpus = pd.DataFrame(
        {"source": "talk", "natural": True, "toxicity": toxic.astype(float), "spam": np.arange(400) % 25 == 1}
    )
    scores = np.where(toxic, 8.0, -8.0)[:, None] * np.ones(len(LABELS))
    artifact = load_reader(write_tiny_reader(folder))
    return Readings(load_model(SHIPPED_MODEL), artifact, config, corpus, scores, scores, {})


def test_the_default_budgets_come_first_whatever_they_are(tmp_path: Path) -> None:
    for leak, overblock in ((0.01, 0.05), (0.03, 0.1)):
        config = replace(TrainingConfig(), leak=leak, overblock=overblock)
        table = by_budget(readings(tmp_path / "reader", config))
        assert (table["leak budget"][:2] == leak).all()
        assert (table["overblock budget"][:2] == overblock).all()
        assert table["by"][:2].tolist() == ["fast", "both"]
        assert not table.duplicated(["leak budget", "overblock budget", "by"]).any()
