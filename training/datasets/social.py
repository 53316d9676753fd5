"""Posts on social media."""

import json
from pathlib import Path
from statistics import StatisticsError, median

import pandas as pd

from training.datasets.dataset import Dataset, Original
from training.datasets.table import DataError, first_of, one_of, read_table, share

_RAW = "https://raw.githubusercontent.com"
_CLEAN = 2  # Davidson's class of tweets that are neither hateful nor offensive


def _read_surge(folder: Path) -> pd.DataFrame:
    path = folder / "toxicity_en.csv"
    table = read_table(path, ["text", "is_toxic"])
    toxic = (one_of(table, "is_toxic", path, ("Toxic", "Not Toxic")) == "Toxic").astype(float)
    return pd.DataFrame({"text": table["text"], "source": "surge", "toxicity": toxic})


def _read_davidson(folder: Path) -> pd.DataFrame:
    path = first_of(folder, ("labeled_data.csv", "labeled.csv"))
    column = "tweet" if path.name == "labeled_data.csv" else "text"
    table = read_table(path, ["text", "class", "hate_speech", "count"], text=column)
    votes = table[["hate_speech", "count"]].apply(pd.to_numeric, errors="coerce")
    table["hate_speech/count"] = (votes["hate_speech"] / votes["count"]).fillna(-1)  # none is no share
    return pd.DataFrame(
        {
            "text": table["text"],
            "source": "davidson",
            "toxicity": (one_of(table, "class", path, (0, 1, _CLEAN)) != _CLEAN).astype(float),
            "identity_attack": share(table, "hate_speech/count", path),
        }
    )


def _read_hatexplain(folder: Path) -> pd.DataFrame:
    path = first_of(folder, ("dataset.json", "labeled.csv"))
    table = _read_posts(path) if path.suffix == ".json" else read_table(path, ["text", "label"])
    return pd.DataFrame(
        {"text": table["text"], "source": "hatexplain", "toxicity": share(table, "label", path)}
    )


def _read_posts(path: Path) -> pd.DataFrame:
    """Each post of the original's JSON, toxic by the majority of its annotators."""
    try:
        posts = json.loads(path.read_text(encoding="utf-8")).values()
        return pd.DataFrame(
            {
                "text": [" ".join(post["post_tokens"]) for post in posts],
                "label": [median(one["label"] != "normal" for one in post["annotators"]) for post in posts],
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StatisticsError) as error:
        raise DataError(f"{path}: not the JSON of HateXplain: {error!r}") from error


SOCIAL = (
    Dataset(
        "surge",
        "Surge AI toxicity",
        "MIT",
        "https://github.com/surge-ai/toxicity",
        ("toxicity_en.csv",),
        _read_surge,
        (
            Original(
                f"{_RAW}/surge-ai/toxicity/f064d868292c639feb7c81ffb89abf72f25fef89/toxicity_en.csv",
                "toxicity_en.csv",
            ),
        ),
    ),
    Dataset(
        "davidson_tweets",
        "Hate speech and offensive language (Davidson et al. 2017)",
        "MIT",
        "https://github.com/t-davidson/hate-speech-and-offensive-language",
        ("labeled_data.csv", "labeled.csv"),
        _read_davidson,
        (
            Original(
                f"{_RAW}/t-davidson/hate-speech-and-offensive-language/"
                "6a1e3f02522963d820e302c3ad48b189552c143b/data/labeled_data.csv",
                "labeled_data.csv",
            ),
        ),
    ),
    Dataset(
        "hatexplain",
        "HateXplain (Mathew et al. 2021)",
        "MIT",
        "https://github.com/hate-alert/HateXplain",
        ("dataset.json", "labeled.csv"),
        _read_hatexplain,
        (Original(f"{_RAW}/hate-alert/HateXplain/master/Data/dataset.json", "dataset.json"),),
    ),
)
