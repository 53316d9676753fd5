from pathlib import Path

import pytest

from training.config import TrainingConfig
from training.settings import ConfigError, read_settings


def test_what_is_left_out_keeps_its_default(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text("penalty_c = 2\n[source_weights]\ncivil = 0.5\n")
    config = read_settings(TrainingConfig, path, seed=None)
    assert config.penalty_c == 2.0
    assert config.source_weights == {"civil": 0.5}
    assert config.seed == TrainingConfig().seed
    assert read_settings(TrainingConfig, path, seed=7).seed == 7


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("penalty = 2", "unknown key 'penalty'; it knows seed"),
        ("folds = 'many'", "folds accepts a int, got 'many'"),
        ("folds = true", "folds accepts a int"),
        ("folds = 1", "folds: accepts a whole number from 2"),
        ("leak = 0.0", "leak: accepts a fraction"),
        ("leak = 1.5", "leak: accepts a fraction"),
        ("toxic_rate = 0.6\nspam_rate = 0.5", "spam_rate: accepts what toxic_rate leaves, got 0.5"),
        ("teacher_share = 1.5", "teacher_share: accepts a share from 0 to 1, got 1.5"),
        ("penalty_c = 0", "penalty_c: accepts a number above 0, got 0"),
        ("penalty_c = nan", "penalty_c: accepts a number above 0, got nan"),
        ("epochs = 0", "epochs: accepts a whole number from 1, got 0"),
        ("longest = 1", "longest: accepts a whole number from shortest, 2, got 1"),
        ("word_bits = 40", "word_bits: accepts 1 to 24, got 40"),
        ("[source_weights]\ncivil = 'much'", "source_weights: civil accepts a number from 0, got 'much'"),
        ("[source_weights]\ncivil = -1", "source_weights: civil accepts a number from 0, got -1"),
        ("seed = ", "cannot be read as TOML"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(content)
    with pytest.raises(ConfigError, match=named):
        read_settings(TrainingConfig, path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        read_settings(TrainingConfig, tmp_path / "nowhere.toml")


def test_the_settings_of_another_versions_model_are_named() -> None:
    with pytest.raises(ConfigError, match=r"trained with other settings than these: .*'cleverness'"):
        TrainingConfig.of({"config": {"cleverness": 9}})
