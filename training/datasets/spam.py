"""Spam: comments under videos, and text messages."""

from pathlib import Path

import pandas as pd

from training.datasets.dataset import Dataset
from training.datasets.table import read_table, share

VIDEOS = ("eminem", "katyperry", "psy", "shakira")


def _read_spam(folder: Path) -> pd.DataFrame:
    sources = {"sms": "sms"} | {f"youtube_{video}": f"youtube_{video}" for video in VIDEOS}
    tables = []
    for name, source in sources.items():
        path = folder / f"{name}.csv"
        table = read_table(path, ["text", "spam"])
        spam = share(table, "spam", path)
        tables.append(pd.DataFrame({"text": table["text"], "source": source, "spam": spam}))
    return pd.concat(tables, ignore_index=True)


SPAM = (
    Dataset(
        "spam",
        "UCI YouTube Spam Collection and SMS Spam Collection",
        "CC BY 4.0",
        "https://archive.ics.uci.edu/dataset/380/youtube+spam+collection",
        ("sms.csv", *(f"youtube_{video}.csv" for video in VIDEOS)),
        _read_spam,
    ),
)
