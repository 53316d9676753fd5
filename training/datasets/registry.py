"""All datasets, and the corpus that they make together."""

from pathlib import Path

import pandas as pd
from tqdm import tqdm

from classifier.files import sha256_of
from classifier.labels import LABELS
from training.corpus import group_of
from training.datasets.contrasts import contrast_rows
from training.datasets.dataset import Dataset
from training.datasets.everyday import everyday_rows
from training.datasets.news import NEWS
from training.datasets.social import SOCIAL
from training.datasets.spam import SPAM
from training.datasets.table import DataError
from training.datasets.wikipedia import WIKIPEDIA

DATASETS: tuple[Dataset, ...] = (*WIKIPEDIA, *NEWS, *SOCIAL, *SPAM)


def read_corpus(folder: Path) -> pd.DataFrame:
    """The corpus of every dataset that has its folder under `folder` (see `training.corpus`).

    Raises
    ------
    DataError
        If there is no dataset at all, or one has a file missing or damaged.
    """
    present = [one for one in DATASETS if (folder / one.name).is_dir()]
    if not present:
        known = ", ".join(one.name for one in DATASETS)
        raise DataError(f"{folder}: holds none of the datasets {known}; `fairword data fetch` gets them")
    tables = [one.read(folder / one.name) for one in tqdm(present, "Reading", unit="dataset")]
    corpus = pd.concat([*tables, everyday_rows(), contrast_rows()], ignore_index=True)
    corpus = corpus.reindex(columns=["text", "source", "natural", *LABELS])
    corpus["natural"] = corpus["natural"].eq(True)  # noqa: FBT003 - missing means no
    corpus["group"] = [group_of(text) for text in tqdm(corpus["text"], "Grouping", unit="text")]
    return _without_copies(corpus)


def _without_copies(corpus: pd.DataFrame) -> pd.DataFrame:
    """Of rows with the same text and source only the first; contradicting copies would count twice."""
    return corpus.drop_duplicates(["text", "source"]).reset_index(drop=True)


def fingerprints(folder: Path) -> dict[str, str]:
    """Dataset file -> first half of its SHA-256, for the files that are there."""
    return {
        f"{one.name}/{name}": sha256_of(folder / one.name / name)[:32]
        for one in DATASETS
        for name in one.files
        if (folder / one.name / name).is_file()
    }
