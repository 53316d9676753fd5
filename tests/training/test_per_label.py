from typing import Any, Self

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import validate_data

from training.per_label import PerLabel, split_soft

NAN = float("nan")


def made_rows(count: int = 400, seed: int = 0) -> tuple[Any, Any]:
    random = np.random.default_rng(seed)
    X = random.normal(size=(count, 6)).astype(np.float32)
    y = np.stack([X[:, 0] > 0, X[:, 1] + X[:, 2] > 0.5], axis=1).astype(float)
    return X, y


class OfClasses(PerLabel):
    """Scikit-learn's checks have classes for targets; here the last of them is what a label is about."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:  # type: ignore[override]
        if y is not None:
            X, y = validate_data(self, X, y, accept_sparse="csr")
            y = (y == y.max()).astype(float)
        return super().fit(X, y, sample_weight)


def reasons(_: Any) -> dict[str, str]:
    """Checks that cannot hold, each with its reason."""
    single = "rows are single precision, which agrees to five digits and not to seven; see the test below"
    columns = "predict_proba has a column for each label, the checks want one for each class"
    return {
        "check_estimator_sparse_array": columns,
        "check_estimator_sparse_matrix": columns,
        "check_sample_weight_equivalence_on_dense_data": single,
        "check_sample_weight_equivalence_on_sparse_data": single,
    }


@parametrize_with_checks(  # type: ignore[untyped-decorator]
    [OfClasses(LogisticRegression())], expected_failed_checks=reasons
)
def test_it_keeps_the_conventions_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


def test_each_label_is_what_its_estimator_finds_on_the_rows_that_know_it() -> None:
    X, y = made_rows()
    y[::3, 1] = NAN
    known = ~np.isnan(y[:, 1])
    estimator = LogisticRegression(solver="liblinear")
    fitted = PerLabel(estimator).fit(X, y)
    alone = LogisticRegression(solver="liblinear").fit(X[known], y[known, 1])
    assert np.allclose(fitted.coef_[1], alone.coef_[0], atol=1e-4)
    assert np.allclose(fitted.decision_function(X)[:, 1], alone.decision_function(X), atol=1e-3)


def test_a_row_of_weight_two_is_two_rows() -> None:
    X, y = made_rows()
    weights = np.arange(len(X)) % 3
    estimator = LogisticRegression(tol=1e-8, max_iter=1000)
    weighted = PerLabel(estimator).fit(X, y, sample_weight=weights)
    repeated = PerLabel(estimator).fit(np.repeat(X, weights, axis=0), np.repeat(y, weights, axis=0))
    assert np.allclose(weighted.coef_, repeated.coef_, rtol=1e-3, atol=1e-3)


def test_a_share_of_votes_is_a_positive_and_a_negative_in_that_share() -> None:
    rows, classes, shares = split_soft(np.array([1.0, 0.0, 0.25, NAN]))
    assert list(zip(rows, classes, shares, strict=True)) == [
        (0, 1, 1.0),
        (2, 1, 0.25),
        (1, 0, 1.0),
        (2, 0, 0.75),
    ]


def test_where_a_row_comes_from_is_explained_away() -> None:
    """One source is all positive; its habit, the last feature, says nothing within a source."""
    X, y = made_rows()
    source = np.arange(len(X)) % 2
    X[:, 5] = source
    truth = np.maximum(y[:, :1], source[:, None])
    indicator = sp.csr_matrix(np.eye(2, dtype=np.float32)[source] * 10)
    naive = PerLabel().fit(X, truth)
    aware = PerLabel().fit(X, truth, nuisance=indicator)
    assert aware.coef_.shape == naive.coef_.shape == (1, 6)
    assert abs(aware.coef_[0, 5]) < abs(naive.coef_[0, 5]) / 4


def test_another_linear_classifier_can_take_its_place() -> None:
    X, y = made_rows()
    fitted = PerLabel(SGDClassifier(loss="log_loss", random_state=0)).fit(X, y)
    assert ((fitted.predict_proba(X) > 0.5) == (y > 0.5)).mean() > 0.9


@pytest.mark.parametrize(
    ("targets", "named"),
    [
        ([[2.0], [0.0]], "from 0 to 1"),
        ([[-1.0], [0.0]], "from 0 to 1"),
        ([[1.0], [1.0]], "label 0: needs rows of both classes"),
        ([[NAN], [NAN]], "label 0: needs rows of both classes"),
        ([[1.0], [0.0], [1.0]], "rows"),
    ],
)
def test_targets_that_cannot_be_learned_are_refused(targets: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        PerLabel().fit(np.ones((2, 3)), targets)
