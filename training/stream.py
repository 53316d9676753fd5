"""A stream of comments as a site sees it: held-out rows, drawn so that each kind comes at its stated rate."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CLEAN, TOXIC, SPAM = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows of a corpus that stand for a site's comments; each row once, so that exact bounds hold."""

    rows: NDArray[np.intp]
    unwanted: NDArray[np.bool_]
    """Whether a moderator would reject the row: toxic or spam."""


def kinds_of(corpus: pd.DataFrame) -> NDArray[np.int8]:
    """CLEAN, TOXIC or SPAM for each row that can stand in a stream, -1 for the others.

    Clean and toxic rows come from sources at a natural rate; spam from wherever it is marked.
    """
    natural = corpus["natural"].to_numpy(bool)
    toxic = corpus["toxicity"].to_numpy(float)
    spam = corpus["spam"].to_numpy(float)
    return np.select(
        [spam >= 0.5, natural & (toxic >= 0.5), natural & (toxic < 0.5)],  # noqa: PLR2004
        [SPAM, TOXIC, CLEAN],
        -1,
    ).astype(np.int8)


def draw_stream(corpus: pd.DataFrame, *, toxic_rate: float, spam_rate: float, seed: int) -> Stream:
    """As long a stream as the rows allow, each kind at its rate, chosen at random by `seed`."""
    kinds = kinds_of(corpus)
    rates = {CLEAN: 1 - toxic_rate - spam_rate, TOXIC: toxic_rate, SPAM: spam_rate}
    length = min(int(np.sum(kinds == kind) / rate) for kind, rate in rates.items())
    random = np.random.default_rng(seed)
    drawn = [
        random.choice(np.flatnonzero(kinds == kind), round(length * rate), replace=False)
        for kind, rate in rates.items()
    ]
    rows = np.sort(np.concatenate(drawn)).astype(np.intp)
    return Stream(rows, kinds[rows] != CLEAN)


def stream_weights(kinds: NDArray[np.int8], *, toxic_rate: float, spam_rate: float) -> NDArray[np.float64]:
    """A weight for each row that makes every kind count by its rate, 0 for those of none; the sum is 1."""
    weights = np.zeros(len(kinds))
    for kind, rate in ((CLEAN, 1 - toxic_rate - spam_rate), (TOXIC, toxic_rate), (SPAM, spam_rate)):
        members = kinds == kind
        if members.any():
            weights[members] = rate / members.sum()
    total: float = weights.sum()
    return weights / max(total, 1e-12)
