"""Comments on news sites."""

from pathlib import Path

import pandas as pd

from training.datasets.dataset import Dataset, Original
from training.datasets.table import first_of, read_parquet, read_table, share

_LABELS = ("severe_toxicity", "obscene", "threat", "insult", "identity_attack")


def _read_civil(folder: Path) -> pd.DataFrame:
    path = first_of(folder, _FILES)
    if path.name == "votes.csv":
        return _read_votes(path)
    table = (
        read_parquet(path, ["text", "toxicity", *_LABELS])
        if path.suffix == ".parquet"
        else read_table(path, ["text", "toxicity", *_LABELS])
    )
    rows = pd.DataFrame({"text": table["text"], "source": "civil_stream", "natural": True, "spam": 0.0})
    for label in ("toxicity", *_LABELS):
        rows[label] = share(table, label, path)
    return rows


def _read_votes(path: Path) -> pd.DataFrame:
    table = read_table(path, ["text", "has_span_share"])
    # Each row was picked because some rater found it toxic, so the share of votes is the label as it stands.
    return pd.DataFrame(
        {
            "text": table["text"],
            "source": "civil",
            "toxicity": share(table, "has_span_share", path),
            "spam": 0.0,
        }
    )


_FILES = ("train.parquet", "train.csv", "votes.csv")
_HOME = "https://huggingface.co/datasets/google/civil_comments"

NEWS = (
    Dataset(
        "civil_comments",
        "Civil Comments (Jigsaw 2019), or its part with votes on toxic spans",
        "CC0-1.0",
        _HOME,
        _FILES,
        _read_civil,
        (Original(f"{_HOME}/resolve/main/data/validation-00000-of-00001.parquet", "train.parquet"),),
    ),
)
