from typing import Any, Self

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from tests.classifier.nasty_texts import NASTY_TEXTS
from training.hashed_ngrams import HashedNgrams


class ReadOut(HashedNgrams):
    """Scikit-learn's checks know only numbers; here a row of numbers is read out as a text."""

    def fit(self, X: Any, y: Any = None) -> Self:
        validate_data(self, X)
        return super().fit([], y)

    def transform(self, X: Any) -> sp.csr_matrix:
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False)
        return super().transform([" ".join(map(str, row)) for row in rows])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = True
        tags.input_tags.two_d_array = True
        tags.no_validation = False
        return tags


@parametrize_with_checks(  # type: ignore[untyped-decorator]
    [ReadOut(ngram_bits=8, word_bits=8)]
)
def test_it_keeps_the_conventions_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


def test_each_row_marks_the_distinct_features_of_its_text() -> None:
    once, twice = HashedNgrams(ngram_bits=10, word_bits=8).fit([]).transform(["abc", "abc  abc"])
    assert once.shape == (1, 2**10 + 2**8)
    assert set(once.data) == set(twice.data) == {1.0}
    assert set(once.indices) < set(twice.indices)


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_any_text_has_a_finite_row(text: str) -> None:
    row = HashedNgrams(ngram_bits=10, word_bits=8).fit([]).transform([text])
    assert np.isfinite(row.data).all()


def test_no_texts_give_no_rows() -> None:
    assert HashedNgrams(ngram_bits=10, word_bits=8).fit([]).transform([]).shape == (0, 2**10 + 2**8)


@pytest.mark.parametrize("parameters", [{"shortest": 1}, {"shortest": 4, "longest": 3}])
def test_wrong_lengths_are_refused(parameters: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 2"):
        HashedNgrams(**parameters).fit([])


@pytest.mark.parametrize(
    ("wrong", "named"), [("one text", "one string"), (["a", None], "row 1"), ([1], "row 0")]
)
def test_what_is_no_list_of_texts_is_refused(wrong: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        HashedNgrams(ngram_bits=10, word_bits=8).fit([]).transform(wrong)
