"""Which texts are the same but for small changes: copy-paste with a word put in, left out or swapped.

MinHash over pairs of neighbouring words (Broder 1997), cut into bands: two texts with the share J of
their pairs in common have a band in common with probability 1 - (1 - J²)^BANDS. That finds candidates;
`alike` then compares the pairs themselves, so that nothing is taken for a copy by chance.
"""

import re
import unicodedata
import zlib
from functools import lru_cache
from itertools import pairwise

import numpy as np

BANDS = 6
_ROWS = 2
WORDS_MIN = 12
"""Shorter texts are alike by accident, and a word more or less turns them round."""
_ALIKE_FROM = 0.5
"""The share of pairs in common that makes near-duplicates; one word in ten changed leaves 0.7."""
_WORD = re.compile(r"\w+")

_random = np.random.default_rng(20_261_122)  # kept in Redis: the same in every process and version
_FACTORS = _random.integers(1, 2**31, BANDS * _ROWS, dtype=np.uint64) * 2 + 1
_OFFSETS = _random.integers(0, 2**32, BANDS * _ROWS, dtype=np.uint64)
_MASK = np.uint64(2**32 - 1)


@lru_cache(maxsize=512)
def bands(text: str) -> tuple[str, ...]:
    """Return a word for each band, none for a text that is too short to be compared."""
    pairs = _pairs(text)
    if not pairs:
        return ()
    hashes = np.fromiter((zlib.crc32(pair.encode()) for pair in pairs), dtype=np.uint64, count=len(pairs))
    least = ((hashes[:, None] * _FACTORS + _OFFSETS & _MASK) >> np.uint64(8)).min(axis=0)
    words = [f"{value:06x}" for value in least.tolist()]
    return tuple(f"{band}{''.join(words[band * _ROWS : (band + 1) * _ROWS])}" for band in range(BANDS))


def alike(text: str, other: str) -> bool:
    """Whether two texts are the same but for small changes."""
    pairs, others = _pairs(text), _pairs(other)
    if not pairs or not others:
        return False
    return len(pairs & others) >= _ALIKE_FROM * len(pairs | others)


@lru_cache(maxsize=512)
def _pairs(text: str) -> frozenset[str]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < WORDS_MIN:
        return frozenset()
    return frozenset(f"{one} {two}" for one, two in pairwise(words))
