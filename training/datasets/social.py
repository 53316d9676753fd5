"""Posts on social media."""

from pathlib import Path

import pandas as pd

from training.datasets.dataset import Dataset
from training.datasets.table import read_table

_CLEAN = 2  # Davidson's class of tweets that are neither hateful nor offensive


def _read_surge(folder: Path) -> pd.DataFrame:
    table = read_table(folder / "toxicity_en.csv", ["text", "is_toxic"])
    toxic = (table["is_toxic"] == "Toxic").astype(float)
    return pd.DataFrame({"text": table["text"], "source": "surge", "toxicity": toxic})


def _read_davidson(folder: Path) -> pd.DataFrame:
    table = read_table(folder / "labeled.csv", ["text", "class", "hate_speech", "count"])
    return pd.DataFrame(
        {
            "text": table["text"],
            "source": "davidson",
            "toxicity": (table["class"] < _CLEAN).astype(float),
            "identity_attack": table["hate_speech"] / table["count"],
        }
    )


def _read_hatexplain(folder: Path) -> pd.DataFrame:
    table = read_table(folder / "labeled.csv", ["text", "label"])
    return pd.DataFrame(
        {"text": table["text"], "source": "hatexplain", "toxicity": table["label"].astype(float)}
    )


SOCIAL = (
    Dataset(
        "surge",
        "Surge AI toxicity",
        "MIT",
        "https://github.com/surge-ai/toxicity",
        ("toxicity_en.csv",),
        _read_surge,
    ),
    Dataset(
        "davidson_tweets",
        "Hate speech and offensive language (Davidson et al. 2017)",
        "MIT",
        "https://github.com/t-davidson/hate-speech-and-offensive-language",
        ("labeled.csv",),
        _read_davidson,
    ),
    Dataset(
        "hatexplain",
        "HateXplain (Mathew et al. 2021)",
        "MIT",
        "https://github.com/hate-alert/HateXplain",
        ("labeled.csv",),
        _read_hatexplain,
    ),
)
