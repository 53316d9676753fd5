"""Comments on news sites."""

from pathlib import Path

import pandas as pd

from training.datasets.dataset import Dataset
from training.datasets.table import read_table, share


def _read_civil(folder: Path) -> pd.DataFrame:
    path = folder / "votes.csv"
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


NEWS = (
    Dataset(
        "civil_comments",
        "Civil Comments (Jigsaw 2019), with votes on toxic spans",
        "CC0-1.0",
        "https://huggingface.co/datasets/google/civil_comments",
        ("votes.csv",),
        _read_civil,
    ),
)
