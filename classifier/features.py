"""What a text is made of: hashed byte n-grams and words, each an *occurrence* with a bucket and a place.

Every feature is of this one shape, so that any additive model over them can be taken apart again: a
text's score is the sum over groups of the weights of the distinct buckets, divided by the group's length.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.hashing import buckets, ngram_hashes, pair_hashes, slice_hashes
from classifier.normalisation import Traced, normalise, trace

Indices = NDArray[np.intp]

_LONGEST_BYTES = 65_000  # five times what a comment may have; the rest of a longer text is not read
_WORD_BYTES = bytes(b >= 128 or chr(b) in "abcdefghijklmnopqrstuvwxyz0123456789'*" for b in range(256))  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Features of one group, one row each: bucket, and the span of the view's bytes that it covers."""

    buckets: Indices
    starts: Indices
    ends: Indices


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """Which features are taken and how many buckets each group has (a power of two).

    Parameters
    ----------
    shortest, longest
        Lengths in bytes of the n-grams.
    ngram_bits, word_bits
        Binary logarithm of the number of buckets of n-grams, and of words and pairs of words.
    """

    shortest: int = 2
    longest: int = 5
    ngram_bits: int = 18
    word_bits: int = 17

    @property
    def width(self) -> int:
        """How many buckets there are in all; groups lie one after the other."""
        return (1 << self.ngram_bits) + (1 << self.word_bits)

    @property
    def group_starts(self) -> tuple[int, ...]:
        """The first bucket of each group."""
        return 0, 1 << self.ngram_bits

    def groups(self, text: str) -> list[Indices]:
        """For each group, the buckets of all its occurrences in `text`, with repetitions."""
        data, codes = _bytes_of(normalise(text))
        ngrams = np.concatenate(ngram_hashes(codes, self.shortest, self.longest))
        starts, ends = _words(data)
        words = slice_hashes(codes, starts, ends)
        return [
            buckets(ngrams, self.ngram_bits),
            self._word_buckets(np.concatenate((words, pair_hashes(words)))),
        ]

    def occurrences(self, text: str) -> tuple[list[Occurrences], "ViewOrigins"]:
        """The same buckets as `groups(text)`, with the place of each."""
        traced = trace(text)
        data, codes = _bytes_of(traced.text)
        ngrams, words = self.groups(text)
        starts, ends = _words(data)
        word_spans = (np.concatenate((starts, starts[:-1])), np.concatenate((ends, ends[1:])))
        located = [
            Occurrences(ngrams, *_ngram_spans(len(codes), self.shortest, self.longest)),
            Occurrences(words, *word_spans),
        ]
        return located, ViewOrigins.of(traced, len(text))

    def _word_buckets(self, hashes: NDArray[np.uint64]) -> Indices:
        return buckets(hashes, self.word_bits) + (1 << self.ngram_bits)


@dataclass(frozen=True, slots=True)
class ViewOrigins:
    """The way back: for each byte of a view (with its padding), the original character that it came from."""

    characters: Indices

    @classmethod
    def of(cls, traced: Traced, length: int) -> "ViewOrigins":
        """The origins of the bytes of `traced`, an original text of `length` characters."""
        widths = [len(_encode(character)) for character in traced.text]
        inner = np.repeat(np.asarray(traced.origins, np.intp), widths)[: _LONGEST_BYTES - 2]
        last = max(length - 1, 0)
        edges = (inner[0], inner[-1]) if len(inner) else (0, last)
        return cls(np.concatenate(([edges[0]], inner, [edges[1]])).astype(np.intp))


def _encode(view: str) -> bytes:
    return view.encode("utf-8", "replace")


def _bytes_of(view: str) -> tuple[bytes, NDArray[np.uint64]]:
    data = b" " + _encode(view)[: _LONGEST_BYTES - 2] + b" "
    return data, np.frombuffer(data, np.uint8).astype(np.uint64)


def _words(data: bytes) -> tuple[Indices, Indices]:
    inside = np.frombuffer(data.translate(_WORD_BYTES), np.bool_)
    edges = (inside[1:] != inside[:-1]).nonzero()[0] + 1  # the padding is no word
    return edges[::2], edges[1::2]


def _ngram_spans(length: int, shortest: int, longest: int) -> tuple[Indices, Indices]:
    spans = list(_spans_by_size(length, shortest, longest))
    return np.concatenate([start for start, _ in spans]), np.concatenate([end for _, end in spans])


def _spans_by_size(length: int, shortest: int, longest: int) -> Iterator[tuple[Indices, Indices]]:
    for n in range(shortest, longest + 1):
        starts = np.arange(max(length - n + 1, 0), dtype=np.intp)
        yield starts, starts + n


_ROWS = np.arange(1 << 19, dtype=np.int32)  # more than there are features in the longest text


class Distinct(threading.local):
    """Takes repetitions out without sorting: the last writer of a bucket's slot keeps it. Thread-safe."""

    def __init__(self, width: int) -> None:
        self._slots = np.zeros(width, np.int32)

    def __call__(self, group: Indices) -> Indices:
        """The buckets of `group`, each once, in the order in which they come last."""
        rows = _ROWS[: len(group)]
        self._slots[group] = rows
        kept: Indices = group[self._slots[group] == rows]
        return kept
