"""Which words of a text raised its scores, and how much."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.model import Span

_STRENGTHS = (0.4, 0.7, 1.5)
"""Log-odds from which a word is marked faintly ("clowns"), clearly ("hypocrites"), strongly ("idiots")."""
_TELLING = 0.5
"""A label counts when it is at least this likely, relative to the likeliest."""
_SCORE_MIN = 0.05
"""Below this there is nothing to explain: the words of a friendly comment are not marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `strength` from 0, not marked, to 3, and the labels that it raised."""

    text: str
    strength: int = 0
    labels: tuple[str, ...] = ()


def highlighted(text: str, spans: Sequence[Span], scores: Mapping[str, float]) -> list[Piece]:
    """Return the text in pieces, whose texts together are the text; spans count code points."""
    raised: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for span in _telling(spans, scores):
        raised[span.start, span.end][span.label] = span.contribution
    pieces, place = [], 0
    for (start, end), labels in sorted(raised.items()):
        if start < place:
            continue  # overlaps what is marked already
        pieces += [Piece(text[place:start]), _piece(text[start:end], labels)]
        place = end
    return [piece for piece in (*pieces, Piece(text[place:])) if piece.text]


def _telling(spans: Sequence[Span], scores: Mapping[str, float]) -> list[Span]:
    least = max(_TELLING * max(scores.values(), default=1.0), _SCORE_MIN)
    return [
        span for span in spans if span.contribution >= _STRENGTHS[0] and scores.get(span.label, 0.0) >= least
    ]


def _piece(text: str, labels: Mapping[str, float]) -> Piece:
    if not text.strip():
        return Piece(text)
    most = max(labels.values())
    strength = sum(most >= least for least in _STRENGTHS)
    return Piece(text, strength, tuple(sorted(labels, key=lambda label: -labels[label])))
