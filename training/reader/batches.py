"""Batches of texts: which go together, in an order that the seed decides, and as one table."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_POOL = 50  # batches whose texts are sorted by length together


def batches_of(lengths: Sequence[int], size: int, seed: int) -> list[NDArray[np.intp]]:
    """Every place in `lengths` once, in batches of `size`; each has texts of like length."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(lengths))
    batches: list[NDArray[np.intp]] = []
    for start in range(0, len(order), _POOL * size):
        pool = order[start : start + _POOL * size]
        ranked = pool[np.argsort([lengths[i] for i in pool], kind="stable")]
        cut = [ranked[at : at + size] for at in range(0, len(ranked), size)]
        batches += [cut[i] for i in random.permutation(len(cut))]
    return batches


def padded(ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids and their mask, (texts, longest); the padding's id is 0."""
    longest = max(map(len, ids))
    table = np.zeros((len(ids), longest), np.int64)
    mask = np.zeros_like(table)
    for row, one in enumerate(ids):
        table[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return table, mask
