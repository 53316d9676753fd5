from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

_FLOOR = 0.5  # even a feature of every text keeps some weight


class RarityWeights(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Weigh features by how rare they are, and give each group of them the same length in every text.

    A feature in d of n texts weighs `(0.5 + log(n / (1 + d))) ** power`; its square is rounded to a grid,
    so that the served scorer adds up integers and gets the very same lengths.

    Parameters
    ----------
    group_starts : tuple of int
        The first column of each group of features.
    power : float
        1 is the usual inverse document frequency; more favours what is rare.
    grid : int
        The largest squared weight in steps of the grid.

    Attributes
    ----------
    texts_ : int
        How many rows were counted.
    present_ : (features,) array of int
        In how many of them each feature is present.
    squares_ : (features,) array of int
        Squared weights, in steps.
    step_ : float
        Size of a step.
    """

    def __init__(self, group_starts: tuple[int, ...] = (0,), power: float = 1.5, grid: int = 32767) -> None:
        self.group_starts = group_starts
        self.power = power
        self.grid = grid

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Count in how many rows of `X` each feature is present."""
        return self._count(X, reset=True)

    def partial_fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Count the rows of `X` as well as those that were counted before."""
        return self._count(X, reset=not hasattr(self, "texts_"))

    def _count(self, X: Any, *, reset: bool) -> Self:
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=reset)
        rows = sp.csr_matrix(X)
        present = np.bincount(rows.indices, minlength=rows.shape[1])
        before = (0, 0) if reset else (self.texts_, self.present_)
        self.texts_: int = before[0] + rows.shape[0]
        self.present_: NDArray[np.int64] = before[1] + present
        rarity = np.maximum(np.log(self.texts_ / (1 + self.present_)), 0) + _FLOOR
        squares = rarity ** (2 * self.power)
        self.step_ = float(squares.max()) / self.grid
        self.squares_ = np.maximum(np.rint(squares / self.step_), 1).astype(np.int64)
        return self

    def transform(self, X: Any) -> sp.csr_matrix:
        """`X` weighed, each row's groups of length 1, or 0 where a group is empty."""
        check_is_fitted(self, "squares_")
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=False)
        weighed = sp.csr_matrix(X, copy=True)
        weighed.data *= np.sqrt(self.squares_ * self.step_).astype(np.float32)[weighed.indices]
        ends = [*self.group_starts[1:], weighed.shape[1]]
        groups = [
            _of_unit_length(weighed[:, start:end]) for start, end in zip(self.group_starts, ends, strict=True)
        ]
        return sp.hstack(groups, format="csr", dtype=np.float32)

    @property
    def weights_(self) -> NDArray[np.float64]:
        """What each feature weighs before its group is brought to length 1."""
        weights: NDArray[np.float64] = np.sqrt(self.squares_ * self.step_)
        return weights

    def __sklearn_tags__(self) -> Any:
        """Scikit-learn's description: takes and gives sparse rows in single precision."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags


def _of_unit_length(group: sp.csr_matrix) -> sp.csr_matrix:
    squares = np.asarray(group.multiply(group).sum(axis=1), np.float64).ravel()
    lengths = np.sqrt(np.where(squares > 0, squares, 1.0))
    scaled: sp.csr_matrix = sp.diags_array(1 / lengths) @ group
    return scaled
