"""Who decides what of a stream, with the shipped model and a tiny second reader."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.second_reading import DOUBTED_FROM
from tests.support.tiny_reader import a_joining
from training.reader.cascade import Cascade, together

CASCADE = Cascade(load_model(SHIPPED_MODEL), a_joining())
BUDGETS = {"leak": 0.01, "overblock": 0.05}
SCORES = arrays(float, 50, elements=st.floats(0, 1))
UNWANTED = arrays(bool, 50)


@given(SCORES, SCORES)
def test_a_comment_is_decided_once_and_never_approved_when_the_first_doubts_it(
    quick: np.ndarray, slow: np.ndarray
) -> None:
    both = CASCADE.by_both(quick, slow, **BUDGETS)
    assert not (both.approved & both.rejected).any()
    assert not (both.approved & (quick >= DOUBTED_FROM)).any()
    assert both.again[both.waiting].all()
    alone = CASCADE.joining.alone
    sure = CASCADE.by_fast(quick, leak=0.01 * alone, overblock=0.05 * alone)
    np.testing.assert_array_equal(both.again, sure.waiting)
    np.testing.assert_array_equal(both.approved & ~both.again, sure.approved)


@given(SCORES, UNWANTED, UNWANTED)
def test_shares_of_two_streams_together_lie_between_theirs(
    quick: np.ndarray, first: np.ndarray, second: np.ndarray
) -> None:
    decided = CASCADE.by_fast(quick, **BUDGETS)
    shares = together([decided, decided]).shares(np.concatenate([first, second]))
    one, other = decided.shares(first), decided.shares(second)
    assert shares["for review"] == one["for review"]
    if one["leaked"] is None or other["leaked"] is None:
        assert shares["leaked"] is None
    else:
        assert min(one["leaked"], other["leaked"]) <= (shares["leaked"] or 0.0) + 1e-9
        assert (shares["leaked"] or 0.0) <= max(one["leaked"], other["leaked"]) + 1e-9
