"""The scikit-learn pipeline that is trained, and its export to what NumPy serves."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from classifier.scorer import Scorer
from training.config import TrainingConfig
from training.hashed_ngrams import HashedNgrams
from training.per_label import PerLabel


def build_pipeline(config: TrainingConfig) -> Pipeline:
    """An unfitted pipeline from texts to log-odds per label; any linear classifier fits in its place."""
    features = HashedNgrams(config.shortest, config.longest, config.ngram_bits, config.word_bits)
    # Coordinate descent in the dual: with more features than rows five times as fast as the other solvers.
    estimator = LogisticRegression(
        C=config.penalty_c, solver="liblinear", dual=True, tol=0.1, random_state=config.seed
    )
    return make_pipeline(features, PerLabel(estimator, n_jobs=2))


def export(pipeline: Pipeline) -> Scorer:
    """A fitted pipeline as arrays; `scores(texts)` equals the pipeline's `decision_function(texts)`."""
    features, model = pipeline[0], pipeline[-1]
    weights = np.rint(model.coef_ / model.steps_[:, None]).T
    return Scorer(
        features.space_,
        np.ascontiguousarray(weights, np.int16),
        model.steps_.astype(np.float64),
        model.intercept_.astype(np.float64),
    )
