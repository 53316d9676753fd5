from pathlib import Path

import numpy as np
import pytest

from training.config import TrainingConfig
from training.reader.fast import fast_scores
from training.settings import read_settings
from training.train import save, train


@pytest.fixture
def taught(datasets: Path, small_config: Path, tmp_path: Path) -> Path:
    """A model that also learned from a teacher, of a text that no dataset has."""
    teacher, config, out = (tmp_path / name for name in ("teacher.csv", "taught.toml", "taught"))
    teacher.write_text("text,toxicity\nnobody wrote this down before,0.5\n", encoding="utf-8")
    config.write_text(f'teacher = "{teacher}"\n{small_config.read_text()}', encoding="utf-8")
    run = train(datasets, read_settings(TrainingConfig, config, seed=1), tmp_path / "run")
    save(run, datasets, out, {})
    return out


def test_each_text_of_the_datasets_has_a_score_beside_it_and_none_that_only_a_teacher_has(
    taught: Path, datasets: Path, tmp_path: Path
) -> None:
    found = fast_scores(datasets, taught, tmp_path / "work")
    assert len(found.scores) == len(found.corpus)
    assert not np.isnan(found.scores).any()
    toxic = found.corpus["toxicity"].to_numpy(float) >= 0.5
    talk = (found.corpus["source"] == "talk").to_numpy(bool)
    assert found.scores[talk & toxic, 0].mean() > found.scores[talk & ~toxic, 0].mean() + 1
