"""Rolling hashes over bytes: every n-gram and every word of a text in a few NumPy passes."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_MULTIPLIER = 0x9E3779B97F4A7C15  # odd, so that its powers can be undone modulo 2**64
_FINISH = np.uint64(0xD6E8FEB86659FD93)
_LONGEST = 1 << 16


def _powers(base: int) -> Hashes:
    steps = np.full(_LONGEST, base, np.uint64)
    steps[0] = 1
    return np.multiply.accumulate(steps)


_STEP = np.uint64(_MULTIPLIER)
_POWERS = _powers(_MULTIPLIER)
_INVERSES = _powers(pow(_MULTIPLIER, -1, 1 << 64))


def ngram_hashes(data: Hashes, shortest: int, longest: int) -> list[Hashes]:
    """For each n from `shortest` to `longest`, the hash of the n-gram that starts at each byte."""
    hashes = []
    rolling = data
    for n in range(2, longest + 1):
        rolling = rolling[:-1] * _STEP
        rolling += data[n - 1 :]
        if n >= shortest:
            hashes.append(rolling)
    return hashes


def slice_hashes(data: Hashes, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Hashes:
    """The hash of each slice `data[start:end]`, wherever it stands (a polynomial with its offset undone)."""
    prefix = np.empty(len(data) + 1, np.uint64)
    prefix[0] = 0
    (data * _POWERS[: len(data)]).cumsum(out=prefix[1:])
    hashes = prefix[ends]
    hashes -= prefix[starts]
    hashes *= _INVERSES[starts]
    return hashes


def pair_hashes(hashes: Hashes) -> Hashes:
    """The hash of each neighbouring pair."""
    pairs = hashes[:-1] * _STEP
    pairs += hashes[1:]
    pairs *= _FINISH
    return pairs


def highest_bits(hashes: Hashes, bits: int) -> Hashes:
    """The highest bits of each hash's product with an odd number (Knuth, 6.4), in place of the hashes."""
    hashes *= _FINISH
    hashes >>= np.uint64(64 - bits)
    return hashes
