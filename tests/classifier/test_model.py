import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.labels import LABELS
from classifier.model import Model
from tests.classifier.nasty_texts import NASTY_TEXTS

FRIENDLY = "Great article, thank you for the clear explanation."
ABUSIVE = "You are a stupid piece of shit, go kill yourself"
SPAM = "Check out my channel and subscribe!! http://free-money.example.com/win"


def test_a_friendly_comment_is_approved_an_abusive_one_and_spam_rejected(model: Model) -> None:
    thresholds = model.thresholds(leak=0.01, overblock=0.05)
    friendly, abusive, spam = model.assess([FRIENDLY, ABUSIVE, SPAM])
    assert thresholds.approve_below is not None
    assert thresholds.reject_from is not None
    assert friendly.likely_to_reject < thresholds.approve_below < thresholds.reject_from
    assert abusive.likely_to_reject >= thresholds.reject_from
    assert spam.likely_to_reject >= thresholds.reject_from
    assert spam.probabilities["spam"] > 0.9 > spam.probabilities["toxicity"]


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_any_text_gets_a_full_assessment(model: Model, text: str) -> None:
    (assessment,) = model.assess([text])
    assert tuple(assessment.probabilities) == model.labels == LABELS
    assert all(type(p) is float and 0 < p < 1 for p in assessment.probabilities.values())
    assert 0 < assessment.likely_to_reject < 1


def test_a_text_that_is_not_read_to_its_end_says_so(model: Model) -> None:
    texts = ["word " * 12_999, "word " * 13_001, "\U0001f600" * 16_250, "\u4f60" * 22_000]
    assert [assessment.read_whole for assessment in model.assess(texts)] == [True, False, True, False]


def test_no_texts_get_no_assessments(model: Model) -> None:
    assert model.assess([]) == []


def test_a_text_is_judged_alone_as_in_a_batch(model: Model) -> None:
    texts = [FRIENDLY, *NASTY_TEXTS, ABUSIVE]
    assert model.assess(texts) == [model.assess([text])[0] for text in texts]


def test_many_threads_get_what_one_gets(model: Model) -> None:
    texts = [text[:300] for text in (FRIENDLY, ABUSIVE, SPAM, *NASTY_TEXTS)]
    expected = model.assess(texts)
    together = threading.Barrier(8)

    def assess() -> bool:
        together.wait()
        return all(model.assess(texts) == expected for _ in range(3))

    with ThreadPoolExecutor(8) as pool:
        assert all(future.result() for future in [pool.submit(assess) for _ in range(8)])


def assert_adds_up(model: Model, text: str) -> None:
    spans = model.explain(text)
    for label, score in model.scores(text).items():
        added = sum(span.contribution for span in spans if span.label == label)
        assert np.isclose(model.intercepts[label] + added, score, rtol=0, atol=1e-9)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


@pytest.mark.parametrize("text", [FRIENDLY, ABUSIVE, SPAM, *NASTY_TEXTS])
def test_spans_and_intercept_add_up_to_the_score(model: Model, text: str) -> None:
    assert_adds_up(model, text)


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_spans_of_any_text_add_up(model: Model, text: str) -> None:
    assert_adds_up(model, text)


def test_the_insult_is_what_adds_most_wherever_it_stands(model: Model) -> None:
    text = (
        "I have read all of it and I think that \U0001d5d2\U0001d5fc\U0001d602 are an idi\u043et, so there."
    )
    worst = max(
        (span for span in model.explain(text) if span.label == "toxicity"), key=lambda span: span.contribution
    )
    assert text[worst.start : worst.end] == "idi\u043et"


@pytest.mark.parametrize("budget", [-0.1, 1.1, float("nan")])
def test_a_budget_outside_0_to_1_is_refused_by_name(model: Model, budget: float) -> None:
    with pytest.raises(ValueError, match="leak: a budget is a fraction"):
        model.thresholds(leak=budget, overblock=0.05)
    with pytest.raises(ValueError, match="overblock: a budget is a fraction"):
        model.thresholds(leak=0.01, overblock=budget)


def test_a_larger_budget_decides_more(model: Model) -> None:
    strict = model.thresholds(leak=0.01, overblock=0.05)
    loose = model.thresholds(leak=0.02, overblock=0.1)
    assert strict.approve_below is not None
    assert strict.reject_from is not None
    assert loose.approve_below is not None
    assert loose.reject_from is not None
    assert loose.approve_below >= strict.approve_below
    assert loose.reject_from <= strict.reject_from


def test_no_budget_at_all_decides_nobody(model: Model) -> None:
    nobody = model.thresholds(leak=0, overblock=0)
    assert nobody.approve_below is None
    assert nobody.reject_from is None
