"""What the registry knows of a dataset."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

Reader = Callable[[Path], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Original:
    """A file of the public original that can be fetched."""

    url: str
    file: str
    """Its name in the dataset's folder."""
    member: str | None = None
    """The file's name inside the archive that `url` is, if it is one."""


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
    """The files that `read` may open, relative to its folder."""
    read: Reader
    """From the dataset's folder to rows with `text`, `source`, perhaps `natural`, and the labels it knows."""
    originals: tuple[Original, ...] = ()
    """What `fairword data fetch` gets; nothing where the original needs an account."""
    by_hand: str = ""
    """What to get by hand from `address`, and where to put it, if nothing can be fetched."""
