from pathlib import Path

import pytest

from tests.training.made_datasets import write_datasets


@pytest.fixture(scope="session")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_datasets(tmp_path_factory.mktemp("datasets"))


@pytest.fixture(scope="session")
def small_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings for a model that is trained in a few seconds."""
    path = tmp_path_factory.mktemp("config") / "small.toml"
    path.write_text("ngram_bits = 12\nword_bits = 10\nfolds = 2\n", encoding="utf-8")
    return path
