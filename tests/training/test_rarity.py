from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.utils.estimator_checks import parametrize_with_checks

from training.rarity import RarityWeights


@parametrize_with_checks([RarityWeights()])  # type: ignore[untyped-decorator]
def test_it_keeps_the_conventions_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


def made_rows() -> sp.csr_matrix:
    rows = (np.random.default_rng(0).random((50, 12)) < np.linspace(0.1, 1, 12)).astype(np.float32)
    return sp.csr_matrix(rows)


def test_each_group_of_a_row_has_length_one_unless_it_is_empty() -> None:
    rows = made_rows()
    weighed = RarityWeights((0, 5)).fit(rows).transform(rows)
    squares = weighed.multiply(weighed).toarray()
    empty = rows[:, :5].sum(axis=1).A1 == 0
    assert 0 < empty.sum() < 50
    assert np.allclose(squares[:, :5].sum(axis=1), ~empty)
    assert np.allclose(squares[:, 5:].sum(axis=1), 1)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_a_rare_feature_weighs_more_by_the_power_of_its_rarity(power: float) -> None:
    rows = made_rows()
    fitted = RarityWeights(power=power).fit(rows)
    present = np.asarray(rows.sum(axis=0)).ravel()
    expected = (0.5 + np.maximum(np.log(50 / (1 + present)), 0)) ** power
    assert np.allclose(fitted.weights_, expected, rtol=1e-2)


def test_squared_weights_are_whole_numbers_of_steps() -> None:
    fitted = RarityWeights(grid=100).fit(made_rows())
    assert fitted.squares_.max() == 100
    assert np.allclose(fitted.weights_**2, fitted.squares_ * fitted.step_)
