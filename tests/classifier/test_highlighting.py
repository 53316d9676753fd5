from classifier.highlighting import highlights
from classifier.model import Model, Span


def test_the_insult_is_marked_and_nothing_else(model: Model) -> None:
    text = "I have read all of it, and you are a stupid idiot."
    marked = highlights(text, model.explain(text), "toxicity")
    assert [text[start:end] for start, end in marked] == ["stupid idiot"]


def test_neighbouring_words_are_marked_as_one() -> None:
    text = "a bad bad, c"
    spans = [Span(0, 1, "x", 0.0), Span(2, 5, "x", 1.0), Span(6, 9, "x", 0.9), Span(9, 11, "x", 5.0)]
    assert highlights(text, spans, "x") == [(2, 9)]


def test_nothing_is_marked_where_nothing_speaks_for_the_label() -> None:
    spans = [Span(0, 4, "x", 0.05), Span(5, 9, "x", -1.0), Span(5, 9, "y", 3.0)]
    assert highlights("some word", spans, "x") == []
    assert highlights("", [], "x") == []
