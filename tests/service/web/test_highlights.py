"""Which words are marked, and how strongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.model import Span
from service.web.highlights import Piece, highlighted

TEXT = "You 🛳️ idiot, really"
IDIOT = (7, 12)


def marked(*spans: Span, **scores: float) -> list[Piece]:
    return [piece for piece in highlighted(TEXT, spans, scores) if piece.strength]


@pytest.mark.parametrize(
    ("contribution", "strength"), [(0.4, 1), (0.6, 1), (0.7, 2), (1.4, 2), (1.5, 3), (9.0, 3)]
)
def test_a_word_is_marked_by_how_much_it_raised_the_score(contribution: float, strength: int) -> None:
    assert marked(Span(*IDIOT, "insult", contribution), insult=0.9) == [Piece("idiot", strength, ("insult",))]


@pytest.mark.parametrize("contribution", [0.3, 0.0, -3.0])
def test_a_word_that_raised_little_or_lowered_it_is_not_marked(contribution: float) -> None:
    assert marked(Span(*IDIOT, "insult", contribution), insult=0.9) == []


def test_several_labels_of_a_word_make_one_mark_the_strongest_first() -> None:
    spans = (Span(*IDIOT, "toxicity", 0.5), Span(*IDIOT, "insult", 1.2))
    assert marked(*spans, insult=0.5, toxicity=0.9) == [Piece("idiot", 2, ("insult", "toxicity"))]


def test_a_label_that_is_far_less_likely_than_another_marks_nothing() -> None:
    assert marked(Span(*IDIOT, "spam", 3.0), insult=0.9, spam=0.1) == []


def test_white_space_is_never_marked() -> None:
    assert marked(Span(3, 4, "insult", 3.0), insult=0.9) == []


def test_a_comment_without_scores_has_no_marks() -> None:
    assert marked(Span(*IDIOT, "insult", 3.0)) == []


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 10), st.floats(-5, 5, allow_nan=False))),
)
def test_the_pieces_together_are_the_text(text: str, places: list[tuple[int, int, float]]) -> None:
    spans = [Span(start, start + length, "insult", added) for start, length, added in places]
    assert "".join(piece.text for piece in highlighted(text, spans, {"insult": 0.9})) == text


def test_nothing_is_marked_in_a_text_that_every_label_is_sure_about() -> None:
    assert marked(Span(*IDIOT, "insult", 9.0), insult=0.01) == marked(insult=0.01)
