"""Spam: comments under videos, and text messages."""

from pathlib import Path

import pandas as pd

from training.datasets.dataset import Dataset, Original
from training.datasets.table import DataError, first_of, read_table, share

_TOXIC_HAM = 0.02  # nobody said, but comments under music videos that are no spam are rarely worse than short
_KINDS = {"ham": 0.0, "spam": 1.0}
_NUMBERED = {1: "psy", 2: "katyperry", 4: "eminem", 5: "shakira"}
_MEMBERS = {
    1: "Youtube01-Psy.csv",
    2: "Youtube02-KatyPerry.csv",
    4: "Youtube04-Eminem.csv",
    5: "Youtube05-Shakira.csv",
}
_FILES = tuple(
    name for number, video in _NUMBERED.items() for name in (f"Youtube0{number}.csv", f"youtube_{video}.csv")
)
VIDEOS = tuple(_NUMBERED.values())


def _read_spam(folder: Path) -> pd.DataFrame:
    tables = [_read_messages(folder)]
    for number, video in _NUMBERED.items():
        path = first_of(folder, (f"Youtube0{number}.csv", f"youtube_{video}.csv"))
        original = path.name.startswith("Youtube")
        table = (
            read_table(path, ["text", "CLASS"], text="CONTENT")
            if original
            else read_table(path, ["text", "spam"])
        )
        spam = share(table, "CLASS" if original else "spam", path)
        rows = pd.DataFrame({"text": table["text"], "source": f"youtube_{video}", "spam": spam})
        tables.append(rows.assign(toxicity=spam.map({0.0: _TOXIC_HAM})))
    return pd.concat(tables, ignore_index=True)


def _read_messages(folder: Path) -> pd.DataFrame:
    path = first_of(folder, ("SMSSpamCollection", "sms.csv"))
    if path.suffix == ".csv":
        table = read_table(path, ["text", "spam"])
        return pd.DataFrame({"text": table["text"], "source": "sms", "spam": share(table, "spam", path)})
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = [line.split("\t", maxsplit=1) for line in lines if line.strip()]
        rows = {"text": [text for _, text in pairs], "spam": [_KINDS[kind] for kind, _ in pairs]}
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: not lines of ham or spam, a tab, and a text: {error}") from error
    return pd.DataFrame(rows).assign(source="sms")


_UCI = "https://archive.ics.uci.edu/static/public"

SPAM = (
    Dataset(
        "spam",
        "UCI YouTube Spam Collection and SMS Spam Collection",
        "CC BY 4.0",
        "https://archive.ics.uci.edu/dataset/380/youtube+spam+collection",
        ("SMSSpamCollection", "sms.csv", *_FILES),
        _read_spam,
        (
            Original(f"{_UCI}/228/sms+spam+collection.zip", "SMSSpamCollection", "SMSSpamCollection"),
            *(
                Original(f"{_UCI}/380/youtube+spam+collection.zip", f"Youtube0{number}.csv", member)
                for number, member in _MEMBERS.items()
            ),
        ),
    ),
)
