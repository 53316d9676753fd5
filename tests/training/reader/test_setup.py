from pathlib import Path

import pytest

from training.config import TrainingConfig
from training.datasets.table import DataError
from training.reader.config import ReaderConfig
from training.reader.setup import SETUP, config_of, set_up
from training.settings import ConfigError

FAST = TrainingConfig()


def test_a_run_goes_on_with_more_time_but_with_nothing_else(datasets: Path, tmp_path: Path) -> None:
    set_up(tmp_path / "run", datasets, FAST, ReaderConfig(batch=8, minutes=10))
    set_up(tmp_path / "run", datasets, FAST, ReaderConfig(batch=8, minutes=90))
    assert config_of(tmp_path / "run") == ReaderConfig(batch=8, minutes=90)
    for fast, config in (
        (FAST, ReaderConfig(batch=9)),
        (TrainingConfig(seed=FAST.seed + 1), ReaderConfig(batch=8)),
    ):
        with pytest.raises(ConfigError, match="holds a run with other settings or datasets"):
            set_up(tmp_path / "run", datasets, fast, config)
    assert config_of(tmp_path / "run").batch == 8


@pytest.mark.parametrize("content", [None, "", "[]", '{"config": {"unheard_of": 1}}'])
def test_a_folder_without_a_run_is_told_apart(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / SETUP).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="holds no run; `fairword reader train` begins one"):
        config_of(tmp_path)
