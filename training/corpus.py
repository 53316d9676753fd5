"""Labelled texts of many sources in one table, split so that near-duplicates stay together.

A corpus is a DataFrame with the columns `text`, `source`, `natural` (true for rows that come as a stream of
comments does), `group` (equal for near-duplicates) and one for each label: a probability, or NaN where the
source does not say.
"""

import hashlib
import re

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from classifier.labels import LABELS
from classifier.normalisation import normalise

_NO_LETTER = re.compile(r"[\W\d_]+")
_FEWEST = 0.01  # share of the rarer class in a source that has both
GROUP_LETTERS = 120
"""Texts are near-duplicates that begin with the same: copies often differ in what is appended."""


def group_of(text: str) -> str:
    """A key that near-duplicates share: the first letters of `text`, without case, marks and disguise."""
    letters = _NO_LETTER.sub("", normalise(text[:1000]))[:GROUP_LETTERS]
    return hashlib.blake2b((letters or text).encode("utf-8", "replace"), digest_size=8).hexdigest()


def parts_of(groups: "pd.Series[str]", parts: int, seed: int) -> NDArray[np.int64]:
    """A part from 0 to `parts` - 1 for each row, decided by its group and `seed` alone.

    A row's part does not depend on the other rows: new data never moves an old row from one part to another.
    """
    key = str(seed).encode()
    hashes = {g: hashlib.blake2b(g.encode(), key=key, digest_size=8).digest() for g in groups.unique()}
    return np.array([int.from_bytes(hashes[g]) % parts for g in groups], np.int64)


def targets_of(corpus: pd.DataFrame) -> NDArray[np.float64]:
    """The labels' columns as an array of shape (rows, labels), NaN where unknown."""
    return corpus.loc[:, list(LABELS)].to_numpy(np.float64)


def source_indicator(corpus: pd.DataFrame, label: str, scale: float) -> sp.csr_matrix:
    """One column for each source that has its own rate of `label`, `scale` at the rows that come from it.

    Natural sources have none: they are what the others are compared with. Neither have those of one class,
    for the indicator alone would explain them, and they would teach nothing.
    """
    rates = corpus[~corpus["natural"]].groupby("source")[label].mean()
    names = sorted(rates.index[rates.between(_FEWEST, 1 - _FEWEST)])
    flags = [(corpus["source"] == name).to_numpy(np.float32) * scale for name in names]
    return sp.csr_matrix(np.stack(flags, axis=1) if flags else np.zeros((len(corpus), 0), np.float32))
