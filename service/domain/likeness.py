"""Which texts are the same but for small changes: copy-paste with a word put in, left out or swapped.

MinHash over pairs of neighbouring words (Broder 1997), cut into bands: two texts with the share J of
their pairs in common have a band in common with probability 1 - (1 - J²)^BANDS. That finds candidates;
`alike` then compares the pairs themselves, so that nothing is taken for a copy by chance. Short texts are
found by all of their words.
"""

import re
import unicodedata
import zlib
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np

BANDS = 6
_ROWS = 2
WORDS_MIN = 12
"""In a shorter text a word more or less turns everything round: its copies have the same words."""
SHORT_MIN = 5
"""Fewer words are said by many who have nothing to do with each other."""
_PLACES = tuple(enumerate(range(0, BANDS * _ROWS * 8, _ROWS * 8)))
"""Each band, and where the digits of its two rows begin."""
_COMPARED_WORDS = 500
"""Copies of so much are copies; more would let a few long texts take all the memory and time."""
_ALIKE_FROM = 0.5
"""The share of pairs in common that makes near-duplicates; one word in ten changed leaves 0.7."""
_WORD = re.compile(r"\w+")
_WORD_BYTES = bytes(code if _WORD.fullmatch(chr(code)) else ord(" ") for code in range(128)) + bytes(128)

_random = np.random.default_rng(20_261_122)  # kept in Redis: the same in every process and version
_FACTORS = _random.integers(1, 2**31, (BANDS * _ROWS, 1), dtype=np.uint32) * 2 + 1
_OFFSETS = _random.integers(0, 2**32, (BANDS * _ROWS, 1), dtype=np.uint32)
_SECOND = np.uint32(2_654_435_761)
"""Sets the first word of a pair apart from the second: 2³² by the golden ratio (Knuth 1973, 6.4)."""


@lru_cache(maxsize=512)
def bands(text: str) -> tuple[str, ...]:
    """Return what a text's copies are found by: a word for each band, for a short text one, or none."""
    words = _words(text)
    if len(words) < WORDS_MIN:
        return (f"s{_digest(words)}",) if len(words) >= SHORT_MIN else ()
    hashed = np.fromiter(map(zlib.crc32, words), np.uint32, len(words))
    pairs = hashed[:-1] * _SECOND + hashed[1:]  # these, too, by 2³²
    least = (_FACTORS * pairs + _OFFSETS).min(axis=1)
    digits = least.astype(">u4").tobytes().hex()  # eight for each, of which the first six are kept
    return tuple([f"{band}{digits[at : at + 6]}{digits[at + 8 : at + 14]}" for band, at in _PLACES])


def alike(text: str, other: str) -> bool:
    """Whether two texts are the same but for small changes, or short ones but for case and punctuation."""
    pairs, others = _pairs(text), _pairs(other)
    if pairs and others:
        return len(pairs & others) >= _ALIKE_FROM * len(pairs | others)
    words = _words(text)
    return SHORT_MIN <= len(words) < WORDS_MIN and words == _words(other)


@lru_cache(maxsize=512)
def _pairs(text: str) -> frozenset[tuple[bytes, bytes]]:
    """Return the pairs of neighbouring words of a text that is long enough to be compared by them."""
    words = _words(text)
    return frozenset(pairwise(words)) if len(words) >= WORDS_MIN else frozenset()


def _words(text: str) -> list[bytes]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    data = folded.encode(errors="replace")
    if len(data) == len(folded):  # ASCII, whose words are found without a search
        return data.translate(_WORD_BYTES).split()[:_COMPARED_WORDS]
    return [word.encode(errors="replace") for word in _WORD.findall(folded)[:_COMPARED_WORDS]]


def _digest(words: list[bytes]) -> str:
    return blake2b(b" ".join(words), digest_size=6).hexdigest()
