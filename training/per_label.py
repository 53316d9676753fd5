from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression
from sklearn.utils import ClassifierTags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from classifier.calibration import sigmoid

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Emphasis:
    """What is particular to a label's model."""

    scales: Any = 1.0
    """(features,) array: one of scale 2 is penalised as if its values were twice as large."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the estimator that are other for this label."""

    def of(self, X: Any) -> Any:
        """`X` with its columns scaled."""
        if np.ndim(self.scales) == 0:
            return X
        return sp.csr_matrix((X.data * self.scales[X.indices], X.indices, X.indptr), shape=X.shape)


def _goes_on(model: "PerLabel") -> bool:
    return hasattr(model.estimator, "partial_fit")


class PerLabel(BaseEstimator):  # type: ignore[misc]
    """One additive model for each label, fitted on the rows that know the label.

    Targets are probabilities in [0, 1], so that shares of votes count as what they are: a row between takes
    part as positive and as negative, weighted. NaN means that nobody said; such a row is left out for that
    label.

    Parameters
    ----------
    estimator : linear classifier, default LogisticRegression
        Cloned for each label; needs `coef_`, `intercept_` and `sample_weight` in `fit`.
    n_jobs : int
        Labels fitted at once, each in a process of its own: liblinear's random numbers are one sequence for a
        whole process, so that threads would make the result depend on their timing.

    Attributes
    ----------
    coef_ : (labels, features) array
    intercept_ : (labels,) array
    """

    def __init__(self, estimator: Any = None, n_jobs: int | None = None) -> None:
        self.estimator = estimator
        self.n_jobs = n_jobs

    def fit(
        self,
        X: Any,
        y: ArrayLike | None,
        sample_weight: ArrayLike | None = None,
        nuisance: Sequence[sp.csr_matrix] | sp.csr_matrix | None = None,
        emphasis: Sequence[Emphasis] | None = None,
    ) -> Self:
        """Fit a model for each column of `y`.

        Parameters
        ----------
        X : (rows, features) array or sparse matrix
        y : (rows, labels) array of probabilities, NaN where unknown; (rows,) for a single label
        sample_weight : (rows,) array, optional
        nuisance : (rows, any) sparse matrix, or a list of one for each label, optional
            More features, such as where a row comes from, that take part in fitting and are then dropped.
        emphasis : list of one for each label, optional
            How strongly each label's model is held to the features.

        Raises
        ------
        ValueError
            If a target is outside [0, 1], or a label has only one class.
        """
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32)
        targets = _checked_targets(y, X.shape[0])
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
        labels = range(targets.shape[1])
        extra = nuisance if isinstance(nuisance, list) else [nuisance] * len(labels)
        stress = emphasis or [Emphasis()] * len(labels)
        tasks = [_Task(label, targets[:, label], weights, extra[label], stress[label]) for label in labels]
        fitted = Parallel(n_jobs=self.n_jobs)(delayed(self._fit_label)(X, task) for task in tasks)
        self._gather(fitted, stress, X.shape[1])
        return self

    @available_if(_goes_on)  # type: ignore[untyped-decorator]
    def partial_fit(
        self,
        X: Any,
        y: ArrayLike | None,
        sample_weight: ArrayLike | None = None,
        nuisance: Sequence[sp.csr_matrix] | None = None,
        emphasis: Sequence[Emphasis] | None = None,
    ) -> Self:
        """Take more rows into account, for what does not fit into memory; parameters are those of `fit`.

        The estimator needs `partial_fit`. A part may lack a class or a label; all parts together should not.
        """
        first = not hasattr(self, "estimators_")
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=first)
        targets = _checked_targets(y, X.shape[0])
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64)
        labels = range(targets.shape[1])
        stress = emphasis or [Emphasis()] * len(labels)
        if first:
            self.estimators_ = [clone(self.estimator).set_params(**one.settings) for one in stress]
        extra = nuisance or [None] * len(labels)
        tasks = [_Task(label, targets[:, label], weights, extra[label], stress[label]) for label in labels]
        # Threads, for the estimators go on from where they are; each has random numbers of its own.
        Parallel(n_jobs=self.n_jobs, prefer="threads")(
            delayed(self._continue_label)(X, task) for task in tasks if not np.isnan(task.targets).all()
        )
        self._gather(self.estimators_, stress, X.shape[1])
        return self

    def _gather(self, fitted: Sequence[Any], stress: Sequence[Emphasis], features: int) -> None:
        """The labels' weights, in terms of the features as they are, and their intercepts."""
        pairs = zip(fitted, stress, strict=True)
        self.coef_ = np.stack([_weights_of(one, features) * scale.scales for one, scale in pairs])
        self.intercept_ = np.array([float(np.ravel(getattr(one, "intercept_", 0.0))[0]) for one in fitted])

    def _continue_label(self, X: Any, task: "_Task") -> None:
        rows, classes, shares = split_soft(task.targets)
        self.estimators_[task.label].partial_fit(
            task.features(X, rows), classes, classes=[0, 1], sample_weight=shares * task.weights[rows]
        )

    def _fit_label(self, X: Any, task: "_Task") -> Any:
        rows, classes, shares = split_soft(task.targets)
        if len(np.unique(classes)) < 2:  # noqa: PLR2004
            raise ValueError(
                f"label {task.label}: needs rows of both classes, the {len(rows)} it has are of one class"
            )
        estimator = LogisticRegression(solver="liblinear") if self.estimator is None else self.estimator
        estimator = clone(estimator).set_params(**task.emphasis.settings)
        return estimator.fit(task.features(X, rows), classes, sample_weight=shares * task.weights[rows])

    def decision_function(self, X: Any) -> Floats:
        """Log-odds of each row and label, of shape (rows, labels)."""
        check_is_fitted(self, "coef_")
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=False)
        scores: Floats = np.asarray(X @ self.coef_.T) + self.intercept_
        return scores

    def predict_proba(self, X: Any) -> Floats:
        """Probability of each row and label, not yet calibrated."""
        return sigmoid(self.decision_function(X))

    def __sklearn_tags__(self) -> Any:
        """Scikit-learn's description: takes sparse rows and several labels."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        tags.classifier_tags = ClassifierTags(multi_class=False, multi_label=True)
        return tags


@dataclass(frozen=True)
class _Task:
    """All that one label's fit needs but the features."""

    label: int
    targets: Floats
    weights: Floats
    nuisance: Any
    emphasis: Emphasis

    def features(self, X: Any, rows: NDArray[np.intp]) -> Any:
        """The chosen rows of `X` as the label's model sees them."""
        chosen = self.emphasis.of(X[rows])
        if self.nuisance is None:
            return chosen
        return sp.hstack([chosen, self.nuisance[rows]], format="csr", dtype=np.float32)


def _weights_of(estimator: Any, features: int) -> Floats:
    """The first weights of `estimator`; zeros for one that has seen no row yet."""
    if not hasattr(estimator, "coef_"):
        return np.zeros(features)
    return np.asarray(estimator.coef_[0, :features], np.float64)


def _checked_targets(y: ArrayLike | None, rows: int) -> Floats:
    if y is None:
        raise ValueError("requires y to be passed, but the target y is None")
    targets = np.asarray(y, dtype=np.float64)
    targets = targets[:, None] if targets.ndim == 1 else targets
    if len(targets) != rows:
        raise ValueError(f"X has {rows} rows, y has {len(targets)}")
    if ((targets < 0) | (targets > 1)).any():
        raise ValueError("targets are probabilities from 0 to 1, or NaN where a label is unknown")
    return targets


def split_soft(targets: Floats) -> tuple[NDArray[np.intp], NDArray[np.int8], Floats]:
    """Rows, classes and weights that say the same: p is a positive of weight p and a negative of 1 - p."""
    positive = np.flatnonzero(targets > 0)
    negative = np.flatnonzero(targets < 1)
    rows = np.concatenate((positive, negative))
    classes = np.repeat(np.array([1, 0], np.int8), (len(positive), len(negative)))
    return rows, classes, np.concatenate((targets[positive], 1 - targets[negative]))
