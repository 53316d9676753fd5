"""What a text is made of: hashed byte n-grams and words, each an *occurrence* with a bucket and a place.

Every feature is of this one shape, so that any additive model over them can be taken apart again: a
text's score is the sum over groups of the weights of the distinct buckets, divided by the group's length.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from classifier.hashing import highest_bits, ngram_hashes, pair_hashes, slice_hashes
from classifier.normalisation import Traced, trace, view_of
from classifier.passage import READ_BYTES, Passage, encode, passages_of

Indices = NDArray[np.intp]

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

    def buckets(self, texts: Iterable[str]) -> Iterator[Indices]:
        """For each text the buckets of all occurrences, with repetitions: n-grams, then words and pairs."""
        for passage in passages_of(map(view_of, texts)):
            yield from self._buckets(passage)

    def occurrences(self, text: str) -> tuple[list[Occurrences], "ViewOrigins"]:
        """The same buckets as `buckets([text])` by group, with the place of each."""
        traced = trace(text)
        [passage] = passages_of([traced.text])
        [found] = self._buckets(passage)
        ngrams = _ngram_spans(len(passage.data), self.shortest, self.longest)
        starts, ends = _words(passage.data)
        words = (np.concatenate((starts, starts[:-1])), np.concatenate((ends, ends[1:])))
        first_word = len(ngrams[0])
        located = [Occurrences(found[:first_word], *ngrams), Occurrences(found[first_word:], *words)]
        return located, ViewOrigins.of(traced, len(text))

    def _buckets(self, passage: Passage) -> Iterator[Indices]:
        """All texts of a passage are hashed in one pass; what reaches from one into the next is left out."""
        codes = np.frombuffer(passage.data, np.uint8).astype(np.uint64)
        starts, ends = _words(passage.data)
        words = slice_hashes(codes, starts, ends)
        kinds = [*ngram_hashes(codes, self.shortest, self.longest), words, pair_hashes(words)]
        firsts = list(accumulate(map(len, kinds[:-1]), initial=0))
        buckets = self._cut(np.concatenate(kinds), first_word=firsts[-2])
        if len(passage.ends) == 1:
            yield buckets
            return
        word_ends = starts.searchsorted(passage.ends).tolist()
        bytes_and_words = pairwise([(0, 0), *zip(passage.ends, word_ends, strict=True)])
        for (byte, word), (end, word_end) in bytes_and_words:
            places = self._places(firsts, byte, end, word, word_end)
            yield np.concatenate([buckets[place] for place in places])

    def _places(self, firsts: list[int], byte: int, end: int, word: int, word_end: int) -> Iterator[slice]:
        """Where the buckets of a text stand that has the bytes `byte:end` and the words `word:word_end`."""
        *ngrams, first_word, first_pair = firsts
        for n, first in enumerate(ngrams, self.shortest):
            yield slice(first + byte, first + max(end - n + 1, byte))
        yield slice(first_word + word, first_word + word_end)
        yield slice(first_pair + word, first_pair + max(word_end - 1, word))

    def _cut(self, hashes: NDArray[np.uint64], first_word: int) -> Indices:
        """Hashes of n-grams and, from `first_word`, of words, cut to buckets in place."""
        highest_bits(hashes[:first_word], self.ngram_bits)
        of_words = highest_bits(hashes[first_word:], self.word_bits)
        of_words += np.uint64(1 << self.ngram_bits)
        return hashes.view(np.intp)


@dataclass(frozen=True, slots=True)
class ViewOrigins:
    """The way back: for each byte of a view (with its padding), the original character that it came from."""

    characters: Indices

    @classmethod
    def of(cls, traced: Traced, length: int) -> "ViewOrigins":
        """The origins of the bytes of `traced`, an original text of `length` characters."""
        widths = [len(encode(character)) for character in traced.text]
        inner = np.repeat(np.asarray(traced.origins, np.intp), widths)[:READ_BYTES]
        last = max(length - 1, 0)
        edges = (inner[0], inner[-1]) if len(inner) else (0, last)
        return cls(np.concatenate(([edges[0]], inner, [edges[1]])).astype(np.intp))


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

    def __call__(self, buckets: Indices) -> Indices:
        """Each of `buckets` once, in the order in which they come last."""
        rows = _ROWS[: len(buckets)]
        self._slots[buckets] = rows
        kept: Indices = buckets.compress(self._slots.take(buckets) == rows)
        return kept
