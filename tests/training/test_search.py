import shutil
from pathlib import Path

import pandas as pd
import pytest

from training.config import TrainingConfig
from training.errors import DiskError
from training.search import TABLE, search
from training.settings import read_settings
from training.steps import Steps

ABUSE = {"penalty_c": (1e-6, 2.0)}
SPAM = {"spam_penalty_c": (20.0,)}


@pytest.fixture(scope="module")
def config(small_config: Path) -> TrainingConfig:
    return read_settings(TrainingConfig, small_config)


@pytest.fixture(scope="module")
def table(datasets: Path, config: TrainingConfig, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return search(datasets, config, tmp_path_factory.mktemp("search") / "out", abuse=ABUSE, spam=SPAM)


def test_each_trial_is_a_row_with_its_settings_and_figures(table: pd.DataFrame) -> None:
    assert table["label"].tolist() == ["toxicity", "toxicity", "spam"]
    assert table["penalty_c"].tolist()[:2] == [1e-6, 2.0]
    assert table["ROC-AUC"].between(0.0, 1.0).all()
    assert table.loc[table["label"] == "spam", "worst video"].notna().all()


def test_a_setting_that_forbids_learning_is_seen_to_be_worse(table: pd.DataFrame) -> None:
    toxicity = table[table["label"] == "toxicity"].set_index("penalty_c")["average precision"]
    assert toxicity[2.0] > toxicity[1e-6]


def test_a_search_that_was_interrupted_or_found_no_room_goes_on_where_it_was(
    datasets: Path,
    config: TrainingConfig,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: pd.DataFrame,
) -> None:
    out, work = tmp_path / "out", tmp_path / "out.training"
    with monkeypatch.context() as patched:
        patched.setattr(Steps, "finish", interrupted)
        with pytest.raises(KeyboardInterrupt):
            search(datasets, config, out, abuse=ABUSE, spam=SPAM)
    done = {path: path.stat().st_mtime_ns for path in work.glob("trial-toxicity-*")}
    assert len(done) == 2
    (work / "trial-spam-20.joblib").unlink()
    shutil.rmtree(out)
    out.write_text("a file that is in the way")
    with pytest.raises(DiskError, match="out: cannot be written"):
        search(datasets, config, out, abuse=ABUSE, spam=SPAM)
    assert {path: path.stat().st_mtime_ns for path in done} == done
    out.unlink()
    pd.testing.assert_frame_equal(search(datasets, config, out, abuse=ABUSE, spam=SPAM), table)
    pd.testing.assert_frame_equal(pd.read_csv(out / TABLE), table.round(4))
    assert not work.exists()


def interrupted(_: Steps) -> None:
    raise KeyboardInterrupt
