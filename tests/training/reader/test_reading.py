from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier.labels import LABELS
from classifier.reader_artifact import ENCODER, TOKENIZER
from tests.support.tiny_reader import TOKENS, VERSION, write_tiny_reader
from training.datasets.registry import read_corpus
from training.datasets.table import DataError
from training.reader.config import ReaderConfig
from training.reader.reading import HELD_OUT, read_all
from training.reader.teaching import TAUGHT, teach
from training.settings import ConfigError, read_settings


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_reader(tmp_path_factory.mktemp("tiny") / "reader")


def test_texts_are_read_in_batches_as_they_are_alone(reader: Path) -> None:
    texts = ["lovely", "horrible " * 400, "lovely horrible", "and so on", "LOVELY", "h o r r i b l e"] * 30
    together = read_all(reader / ENCODER, reader / TOKENIZER, texts, TOKENS)
    alone = [read_all(reader / ENCODER, reader / TOKENIZER, [text], TOKENS)[0] for text in texts[:6]]
    assert together.shape == (len(texts), len(LABELS))
    np.testing.assert_allclose(together, np.tile(alone, (30, 1)))
    assert together[0, 0] == -8.0
    assert together[1, 0] == 8.0 * TOKENS
    assert together[5, 0] == 8.0


def test_the_teacher_says_something_of_every_text_once(reader: Path, datasets: Path, tmp_path: Path) -> None:
    out = tmp_path / "teacher.csv"
    count = teach(datasets, reader, out, TOKENS)
    table = pd.read_csv(out, keep_default_na=False)
    assert len(table) == count
    assert set(table["text"]) == set(read_corpus(datasets)["text"])
    assert list(table.columns) == ["text", *TAUGHT]
    assert table[list(TAUGHT)].to_numpy().min() >= 0.0
    assert table[list(TAUGHT)].to_numpy().max() <= 1.0
    assert not list(tmp_path.glob("*.partial"))


def test_what_the_teacher_has_seen_is_judged_by_the_half_that_has_not(
    reader: Path, datasets: Path, tmp_path: Path
) -> None:
    corpus = read_corpus(datasets)
    scores = np.full((len(corpus), len(LABELS)), np.nan)
    scores[5] = 3.0
    np.save(tmp_path / HELD_OUT, scores)
    tables = []
    for work in (None, tmp_path):
        teach(datasets, reader, tmp_path / "teacher.csv", TOKENS, work)
        tables.append(pd.read_csv(tmp_path / "teacher.csv", keep_default_na=False))
    changed = tables[0][(tables[0] != tables[1]).any(axis=1)]
    assert changed["text"].tolist() == [corpus["text"][5]]
    said = tables[1].loc[changed.index[0], "toxicity"]
    assert said == pytest.approx(1 / (1 + np.exp(-3.0)), abs=1e-4)


def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "reader.toml"
    path.write_text("minutes = 90\nlayers_frozen = 1\n", encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"reader\.toml: unknown key 'layers_frozen'; it knows .*frozen_layers"
    ):
        read_settings(ReaderConfig, path)
    path.write_text("minutes = 90\n[source_weights]\ncivil = 0.5\n", encoding="utf-8")
    read = read_settings(ReaderConfig, path, seed=7)
    assert (read.minutes, read.seed, read.source_weights) == (90, 7, {"civil": 0.5})
    assert read.rate == ReaderConfig().rate
    path.write_text("minutes = 'long'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="minutes accepts a float, got 'long'"):
        read_settings(ReaderConfig, path)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("minutes = 0", "minutes: accepts a number above 0, got 0.0"),
        ("rate = inf", "rate: accepts a number above 0, got inf"),
        ("batch = 0", "batch: accepts a whole number from 1, got 0"),
        ("frozen_layers = -1", "frozen_layers: accepts a whole number from 0, got -1"),
        ("later_share = 1.5", "later_share: accepts a share from 0 to 1, got 1.5"),
    ],
)
def test_a_setting_that_makes_no_sense_says_what_is_accepted(tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "reader.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        read_settings(ReaderConfig, path)


def test_the_version_of_a_reader_is_its_manifests(reader: Path) -> None:
    assert f'"version": "{VERSION}"' in (reader / "manifest.json").read_text(encoding="utf-8")


def test_a_run_that_is_not_finished_or_was_on_other_data_teaches_nothing(
    reader: Path, datasets: Path, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="there is no such file; `fairword reader finish` makes it"):
        teach(datasets, reader, tmp_path / "teacher.csv", TOKENS, tmp_path)
    np.save(tmp_path / HELD_OUT, np.zeros((3, len(LABELS))))
    with pytest.raises(DataError, match="has 3 texts, the datasets "):
        teach(datasets, reader, tmp_path / "teacher.csv", TOKENS, tmp_path)
