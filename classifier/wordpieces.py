"""Texts as the encoder of a second reader takes them: stretches of wordpieces, to the end of the text."""

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from classifier.second_reading import LETTERS, as_read

STRETCHES = 16
"""So many are read; a text of `LETTERS` has a dozen, which takes a fifth of a second."""
_OVERLAP = 32
"""Wordpieces that a stretch has in common with the next, so that no sentence falls between them."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """A text's wordpieces, by their numbers."""

    ids: list[list[int]]
    """At least one stretch, `STRETCHES` at most."""
    is_whole: bool
    """Whether they reach to the text's end: a friendly beginning says nothing of what follows."""


class Wordpieces:
    """A tokenizer whose stretches have so many `tokens` at most, the special ones included."""

    def __init__(self, tokenizer: Path, tokens: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(tokens, stride=min(_OVERLAP, tokens // 4))

    def of(self, text: str) -> Stretches:
        """The stretches of a text as it was typed."""
        read = self._tokenizer.encode(as_read(text))
        ids = [read.ids, *(further.ids for further in read.overflowing)]
        return Stretches(ids[:STRETCHES], len(text) <= LETTERS and len(ids) <= STRETCHES)
