"""Probabilities that a stronger model gives to texts, labelled or not, for the fast model to learn from.

The file is CSV or Parquet with a column `text` and one for each label that the teacher knows, from 0 to 1. On
texts that the teacher was trained on, its probabilities should be cross-validated ones: else it says what it
remembers.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.labels import LABELS
from training.corpus import group_of, targets_of
from training.datasets.table import DataError, read_parquet, read_table, share

SOURCE = "teacher"
"""The source of texts that only the teacher has."""

_PREFIX = "teacher_"


def add_teacher(corpus: pd.DataFrame, path: Path) -> pd.DataFrame:
    """`corpus` with what the file at `path` says of its texts, and with the texts that it lacks.

    Labels stay as they are, so that no evaluation trusts the teacher.

    Raises
    ------
    DataError
        If the file cannot be read, knows no label or has a value outside [0, 1].
    """
    taught = _read(path)
    own = corpus.merge(taught, on="text", how="left", validate="many_to_one")
    new = taught[~taught["text"].isin(set(corpus["text"]))]
    new = new.assign(source=SOURCE, natural=False, group=[group_of(text) for text in new["text"]])
    return pd.concat([own, new], ignore_index=True)


def taught_targets(corpus: pd.DataFrame, teacher_share: float) -> NDArray[np.float64]:
    """The labels' probabilities as `targets_of`, with the teacher's mixed in."""
    targets = targets_of(corpus)
    for column, label in enumerate(LABELS):
        if f"{_PREFIX}{label}" in corpus.columns:
            said = corpus[f"{_PREFIX}{label}"].to_numpy(float)
            mixed = (1 - teacher_share) * targets[:, column] + teacher_share * said
            alone = np.where(np.isnan(targets[:, column]), said, targets[:, column])
            targets[:, column] = np.where(np.isnan(mixed), alone, mixed)
    return targets


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        table = read_parquet(path)
        if "text" not in table.columns:
            raise DataError(f"{path}: lacks the columns text; it has {', '.join(table.columns)}")
    else:
        table = read_table(path, ["text"], optional=LABELS)
    known = [label for label in LABELS if label in table.columns]
    if not known:
        raise DataError(f"{path}: has no column of a label; it accepts {', '.join(LABELS)}")
    taught = pd.DataFrame({"text": table["text"].astype(str)})
    for label in known:
        taught[f"{_PREFIX}{label}"] = share(table, label, path)
    return taught.drop_duplicates("text", ignore_index=True)
