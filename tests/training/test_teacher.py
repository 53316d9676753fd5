from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier.labels import LABELS
from training.corpus import group_of
from training.datasets.table import DataError
from training.teacher import SOURCE, add_teacher, taught_targets

TOXICITY, THREAT = LABELS.index("toxicity"), LABELS.index("threat")


@pytest.fixture
def corpus() -> pd.DataFrame:
    rows = pd.DataFrame({"text": ["good", "bad", "unknown"], "source": "talk", "natural": True})
    rows["group"] = [group_of(text) for text in rows["text"]]
    return rows.assign(toxicity=[0.0, 1.0, np.nan]).reindex(columns=[*rows.columns, *LABELS])


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_the_teacher_is_mixed_with_labels_and_stands_alone_where_there_are_none(
    corpus: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(tmp_path / "teacher.csv", "text,toxicity,threat\ngood,0.4,0.1\nunknown,0.7,0.2\nnew,0.9,\n")
    taught = add_teacher(corpus, path)
    targets = taught_targets(taught, 0.25)
    assert np.allclose(targets[:, TOXICITY], [0.1, 1.0, 0.7, 0.9])
    assert np.allclose(targets[:, THREAT], [0.1, np.nan, 0.2, np.nan], equal_nan=True)
    assert taught["source"].tolist() == ["talk"] * 3 + [SOURCE]
    assert taught["natural"].tolist() == [True] * 3 + [False]


def test_labels_themselves_stay_for_evaluation(corpus: pd.DataFrame, tmp_path: Path) -> None:
    path = write(tmp_path / "teacher.csv", "text,toxicity\ngood,0.9\n")
    assert add_teacher(corpus, path)["toxicity"].tolist()[:2] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("text,score\ngood,0.5\n", "has no column of a label; it accepts toxicity"),
        ("words,toxicity\ngood,0.5\n", "lacks the columns text"),
        ("text,toxicity\ngood,1.5\n", "row 2: toxicity accepts 0 to 1, got '1.5'"),
        ("", "cannot be read as CSV"),
    ],
)
def test_a_wrong_file_is_named(corpus: pd.DataFrame, tmp_path: Path, content: str, named: str) -> None:
    with pytest.raises(DataError, match=rf"teacher\.csv: .*{named}"):
        add_teacher(corpus, write(tmp_path / "teacher.csv", content))


def test_a_missing_file_is_named(corpus: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.csv: there is no such file"):
        add_teacher(corpus, tmp_path / "nowhere.csv")
