"""Parts of a comment with a score of their own: its sentences, counted in UTF-16 code units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SPANS_MAX = 100
_BREAK = re.compile(r"(?<=[.!?…。！？])\s+|\n\s*")  # noqa: RUF001 - Chinese and Japanese marks


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence and where it stands: `begin` and `end`, exclusive, count UTF-16 code units."""

    text: str
    begin: int
    end: int


def sentences(text: str) -> list[Part]:
    """Return the sentences of a text; of a very long one, neighbours are taken together."""
    places = list(_places(text))
    together = -(-len(places) // SPANS_MAX) or 1
    groups = [places[index : index + together] for index in range(0, len(places), together)]
    return list(_parts(text, [(group[0][0], group[-1][1]) for group in groups]))


def whole(text: str) -> Part:
    """Return the text as one part."""
    return Part(text, 0, utf16_length(text))


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units a text has."""
    return len(text) + sum(character > "\uffff" for character in text)


def _places(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop, following in [*(found.span() for found in _BREAK.finditer(text)), (len(text), len(text))]:
        sentence = text[start:stop]
        if sentence.strip():
            yield start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())
        start = following


def _parts(text: str, places: list[tuple[int, int]]) -> Iterator[Part]:
    done, units = 0, 0
    for start, end in places:
        begin = units + utf16_length(text[done:start])
        units = begin + utf16_length(text[start:end])
        done = end
        yield Part(text[start:end], begin, units)
