import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from training.config import TrainingConfig
from training.datasets.table import DataError
from training.reader.config import ReaderConfig
from training.reader.setup import SETUP, config_of, raise_if_seen, set_up
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


def test_a_reader_is_joined_only_where_both_models_left_out_the_same_rows(
    datasets: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    set_up(run, datasets, FAST, ReaderConfig())
    raise_if_seen(run, datasets, replace(FAST, penalty_c=1.0))
    with pytest.raises(ConfigError, match=f"left out rows by seed {FAST.seed}, the fast model by 5"):
        raise_if_seen(run, datasets, replace(FAST, seed=5))
    other = Path(shutil.copytree(datasets, tmp_path / "other"))
    (other / "spam/sms.csv").write_text("text,spam\nanother,0\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="was trained on other files than those in"):
        raise_if_seen(run, other, FAST)


@pytest.mark.parametrize("content", [None, "", "[]", '{"config": {"unheard_of": 1}}'])
def test_a_folder_without_a_run_is_told_apart(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / SETUP).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="holds no run; `fairword reader train` begins one"):
        config_of(tmp_path)
