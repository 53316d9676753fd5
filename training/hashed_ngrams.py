from collections.abc import Iterable
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from classifier.features import Distinct, FeatureSpace


class HashedNgrams(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn texts into the hashed features that the serving scorer counts.

    Each row has a one at each feature that is present. There is nothing to learn: `fit` only checks the
    parameters.

    Parameters
    ----------
    shortest, longest : int
        Lengths in bytes of the n-grams.
    ngram_bits, word_bits : int
        Binary logarithm of the number of buckets of each group.
    """

    def __init__(
        self, shortest: int = 2, longest: int = 5, ngram_bits: int = 18, word_bits: int = 17
    ) -> None:
        self.shortest = shortest
        self.longest = longest
        self.ngram_bits = ngram_bits
        self.word_bits = word_bits

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002
        """Check the parameters; `X` and `y` are not looked at.

        Raises
        ------
        ValueError
            If a parameter is out of its range.
        """
        if not 2 <= self.shortest <= self.longest:  # noqa: PLR2004
            raise ValueError(
                f"n-grams of {self.shortest} to {self.longest} bytes: at least 2, shortest first"
            )
        self.space_ = FeatureSpace(self.shortest, self.longest, self.ngram_bits, self.word_bits)
        return self

    def transform(self, X: Iterable[str]) -> sp.csr_matrix:
        """The texts `X` as a matrix of shape (texts, buckets), float32."""
        check_is_fitted(self, "space_")
        distinct = Distinct(self.space_.width)
        present = [distinct(buckets) for buckets in self.space_.buckets(_texts(X))]
        indices = np.concatenate([np.zeros(0, np.int32), *present], dtype=np.int32, casting="same_kind")
        ends = np.cumsum([0, *map(len, present)])
        matrix = sp.csr_matrix(
            (np.ones(len(indices), np.float32), indices, ends), shape=(len(present), self.space_.width)
        )
        matrix.sort_indices()
        return matrix

    def __sklearn_tags__(self) -> Any:
        """Scikit-learn's description: takes strings, needs no fitting, gives sparse rows."""
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.no_validation = True
        tags.transformer_tags.preserves_dtype = []  # texts have none; rows are float32
        return tags


def _texts(X: Iterable[str]) -> Iterable[str]:
    if isinstance(X, str):
        raise ValueError("expected a sequence of texts, got one string")  # noqa: TRY004 - scikit-learn's way
    for row, text in enumerate(X):
        if not isinstance(text, str):
            raise ValueError(f"row {row}: expected a text, got {type(text).__name__}")  # noqa: TRY004
        yield text
