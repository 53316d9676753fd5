"""The features of a corpus, on disk in shards, so that memory holds only those that are at work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from numpy.typing import NDArray
from tqdm import tqdm

from training.rarity import RarityWeights
from training.steps import Steps

Flags = NDArray[np.bool_]

SHARD = 8192  # texts


@dataclass(frozen=True)
class FeatureRows:
    """The rows of a corpus, weighed by their features' rarity as they are read.

    Parameters
    ----------
    steps : Steps
        Where the shards lie.
    length : int
        How many rows there are.
    rarity : RarityWeights
        Fitted.
    """

    steps: Steps
    length: int
    rarity: RarityWeights

    def take(self, use: Flags) -> sp.csr_matrix:
        """The rows that `use` flags, in order."""
        parts = [rows for _, rows in self.shards(use)]
        return sp.vstack([_empty(self.rarity), *parts], format="csr")

    def shards(self, use: Flags, order: Any = None) -> Iterator[tuple[NDArray[np.intp], sp.csr_matrix]]:
        """Shard by shard, in `order` if given, the places and features of the rows that `use` flags."""
        for number in range(shards_of(self.length)) if order is None else order:
            start = number * SHARD
            flagged = np.flatnonzero(use[start : start + SHARD])
            if len(flagged):
                present = read_shard(self.steps, number)[flagged]
                yield flagged + start, self.rarity.transform(present)


def shards_of(length: int) -> int:
    """How many shards a corpus of `length` texts has."""
    return -(-length // SHARD)


def read_shard(steps: Steps, number: int) -> sp.csr_matrix:
    """Which features are present in the texts of a shard that was written."""
    indices, ends, width = steps.once(_name(number), _missing)
    ones = np.ones(len(indices), np.float32)
    return sp.csr_matrix((ones, indices, ends), shape=(len(ends) - 1, width))


def write_shards(steps: Steps, features: Any, texts: list[str]) -> None:
    """`steps` has the features of all `texts`, taken on all cores; shards that are there stay as they are."""
    missing = [number for number in range(shards_of(len(texts))) if not steps.has(_name(number))]
    parallel = Parallel(n_jobs=-1, return_as="generator")
    made = parallel(
        delayed(_plain)(features, texts[number * SHARD : (number + 1) * SHARD]) for number in missing
    )
    for number, shard in zip(missing, tqdm(made, "Taking features", len(missing)), strict=True):
        steps.keep(_name(number), shard)


def weigh(steps: Steps, rarity: RarityWeights, use: Flags) -> FeatureRows:
    """The rows that were written, weighed by their rarity among those that `use` flags."""
    for number in range(shards_of(len(use))):
        flagged = np.flatnonzero(use[number * SHARD : (number + 1) * SHARD])
        if len(flagged):
            rarity.partial_fit(read_shard(steps, number)[flagged])
    return FeatureRows(steps, len(use), rarity)


def _plain(features: Any, texts: list[str]) -> tuple[Any, Any, int]:
    rows = features.transform(texts)
    return rows.indices, rows.indptr, rows.shape[1]


def _missing() -> Any:
    raise LookupError("a shard of features is missing")


def _empty(rarity: RarityWeights) -> sp.csr_matrix:
    return sp.csr_matrix((0, rarity.n_features_in_), dtype=np.float32)


def _name(number: int) -> str:
    return f"features-{number:05}"
