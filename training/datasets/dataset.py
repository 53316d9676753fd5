"""What the registry knows of a dataset."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

Reader = Callable[[Path], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A public dataset and how its files become rows of a corpus."""

    name: str
    """Its folder under the data folder."""
    title: str
    licence: str
    address: str
    """The page of the public original."""
    files: tuple[str, ...]
    """The files that `read` opens, relative to its folder."""
    read: Reader
    """From the dataset's folder to rows with `text`, `source`, perhaps `natural`, and the labels it knows."""
