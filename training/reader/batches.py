"""Batches of texts of like length, in an order that the seed decides."""

from collections.abc import Sequence

import numpy as np
import torch
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


def padded(ids: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids and their mask, (texts, longest); the padding's id is 0."""
    longest = max(len(one) for one in ids)
    table = torch.zeros(len(ids), longest, dtype=torch.int64)
    mask = torch.zeros_like(table)
    for row, one in enumerate(ids):
        table[row, : len(one)] = torch.tensor(one)
        mask[row, : len(one)] = 1
    return table, mask
