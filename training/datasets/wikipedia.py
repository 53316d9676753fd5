"""Talk pages of Wikipedia, and sentences of its articles."""

from pathlib import Path

import numpy as np
import pandas as pd

from training.datasets.dataset import Dataset, Original
from training.datasets.table import one_of, read_table, share

_JIGSAW = {
    "toxic": "toxicity",
    "severe_toxic": "severe_toxicity",
    "obscene": "obscene",
    "threat": "threat",
    "insult": "insult",
    "identity_hate": "identity_attack",
}
_ABUSE = tuple(_JIGSAW.values())
# Rows that came through this list were picked because they are clean: their rate says nothing of a stream.
_NEGATIVES_ONLY = "RobTestDemo_train"


def _read_talk(folder: Path) -> pd.DataFrame:
    path = folder / "train.csv"
    column = "comment_text" if _is_original(path) else "text"
    table = read_table(path, ["text", *_JIGSAW], optional=["split", "srcs"], text=column)
    rows = pd.DataFrame({"text": table["text"]})
    for column, label in _JIGSAW.items():
        rows[label] = share(table, column, path)
    picked = _column(table, "srcs").str.contains(_NEGATIVES_ONLY, regex=False)
    inferred = _column(table, "split").eq("train_inferred") | rows["insult"].isna()
    rows["source"] = np.select([picked, inferred], ["talk_clean", "talk_inferred"], "talk")
    rows["natural"] = rows["source"] == "talk"
    return rows.assign(spam=0.0)


def _is_original(path: Path) -> bool:
    """Whether the file is the public one, whose texts stand in a column of another name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return b"comment_text" in file.readline()


def _column(table: pd.DataFrame, name: str) -> "pd.Series[str]":
    if name not in table.columns:
        return pd.Series("", index=table.index)
    return table[name].fillna("").astype(str)


def _read_context(folder: Path) -> pd.DataFrame:
    present = [name for name in ("gc.csv", "gn.csv") if (folder / name).is_file()] or ["gn.csv"]
    clean = pd.concat([_clean_of(folder / name, "label") for name in present], ignore_index=True)
    return clean.assign(source="talk_context", toxicity=0.0, spam=0.0)


def _clean_of(path: Path, column: str) -> pd.DataFrame:
    """The texts that are no abuse; the few that are said to be some are unreliable."""
    table = read_table(path, ["text", column])
    return table.loc[one_of(table, column, path, (0, 1)) == 0, ["text"]]


def _read_neutral(folder: Path) -> pd.DataFrame:
    tables = [
        _clean_of(folder / f"{name}.csv", "is_toxic").assign(source=f"neutral_{name}")
        for name in ("identity", "random")
    ]
    return pd.concat(tables, ignore_index=True).assign(**dict.fromkeys((*_ABUSE, "spam"), 0.0))


_CONTEXT = (
    "https://raw.githubusercontent.com/ipavlopoulos/context_toxicity/319ffa0b4dbd6677d9a53ce048fe79371bd5ac77"
)

WIKIPEDIA = (
    Dataset(
        "wikipedia_talk",
        "Jigsaw Toxic Comment Classification 2018",
        "labels CC0-1.0, text CC BY-SA 3.0",
        "https://huggingface.co/datasets/google/jigsaw_toxicity_pred",
        ("train.csv",),
        _read_talk,
        by_hand="train.csv of the archive, which needs an account",
    ),
    Dataset(
        "wikipedia_context",
        "Toxicity detection with context (Pavlopoulos et al. 2020)",
        "Apache-2.0",
        "https://github.com/ipavlopoulos/context_toxicity",
        ("gc.csv", "gn.csv"),
        _read_context,
        (Original(f"{_CONTEXT}/data/CAT_LARGE/gn.csv", "gn.csv"),),
    ),
    Dataset(
        "wikipedia_identity_neutral",
        "Sentences of Wikipedia that mention identities (Conversation AI)",
        "Apache-2.0",
        "https://github.com/conversationai/unintended-ml-bias-analysis",
        ("identity.csv", "random.csv"),
        _read_neutral,
        by_hand="its sentences of Wikipedia, as identity.csv and random.csv with columns text and is_toxic",
    ),
)
