from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.training.made_datasets import write_datasets
from training.cli import train
from training.config import TrainingConfig
from training.datasets.contrasts import CONTRASTS


@pytest.fixture(scope="session")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_datasets(tmp_path_factory.mktemp("datasets"))


@pytest.fixture(scope="session")
def small_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings for a model that is trained in a few seconds."""
    path = tmp_path_factory.mktemp("config") / "small.toml"
    weights = TrainingConfig().source_weights | dict.fromkeys(CONTRASTS, 0.0)
    table = "".join(f"{source} = {weight}\n" for source, weight in weights.items())
    settings = f"ngram_bits = 12\nword_bits = 10\nfolds = 2\ndraws = 20\n[source_weights]\n{table}"
    path.write_text(settings, encoding="utf-8")
    return path


def run_train(datasets: Path, out: Path, config: Path, seed: int = 1) -> Result:
    arguments = ["--data", str(datasets), "--out", str(out), "--report", str(out / "report")]
    return CliRunner().invoke(train, [*arguments, "--config", str(config), "--seed", str(seed)])


@pytest.fixture(scope="session")
def trained(datasets: Path, small_config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model trained on the small datasets with seed 1, and its report."""
    out = tmp_path_factory.mktemp("trained")
    result = run_train(datasets, out, small_config)
    assert result.exit_code == 0, result.output
    assert f"is in {out}" in result.output
    return out
