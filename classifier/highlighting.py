"""Which words of an explanation to mark for a reader."""

from collections.abc import Iterable

from classifier.model import Span

# Found on the marks that people made in `civil_comments/spans_train`; see the report for how well they agree.
_LEAST = 0.1  # log-odds
_SHARE_OF_STRONGEST = 0.7


def highlights(text: str, spans: Iterable[Span], label: str) -> list[tuple[int, int]]:
    """The stretches of `text` that speak most for `label`, in order: strong words and gaps between them."""
    words = [span for span in spans if span.label == label and _has_letter(text[span.start : span.end])]
    strongest = max((span.contribution for span in words), default=0.0)
    least = max(_LEAST, _SHARE_OF_STRONGEST * strongest)
    joined: list[tuple[int, int]] = []
    for span in words:
        if span.contribution < least:
            continue
        if joined and span.start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], span.end)
        else:
            joined.append((span.start, span.end))
    return joined


def _has_letter(piece: str) -> bool:
    return any(character.isalnum() for character in piece)
