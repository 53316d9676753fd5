"""The scikit-learn pipeline that is trained, and its export to what NumPy serves."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from classifier.features import FeatureSpace
from classifier.scorer import Scorer
from training.config import TrainingConfig
from training.hashed_ngrams import HashedNgrams
from training.per_label import PerLabel
from training.rarity import RarityWeights

_GRID = np.iinfo(np.int16).max


def build_pipeline(config: TrainingConfig) -> Pipeline:
    """An unfitted pipeline from texts to log-odds per label; any linear classifier fits in its place."""
    space = FeatureSpace(config.shortest, config.longest, config.ngram_bits, config.word_bits)
    # Coordinate descent in the dual: with more features than rows five times as fast as the other solvers.
    estimator = LogisticRegression(
        C=config.penalty_c, solver="liblinear", dual=True, tol=0.1, random_state=config.seed
    )
    return make_pipeline(
        HashedNgrams(config.shortest, config.longest, config.ngram_bits, config.word_bits),
        RarityWeights(space.group_starts, config.rarity_power, _GRID),
        PerLabel(estimator, n_jobs=2),
    )


def export(pipeline: Pipeline) -> Scorer:
    """A fitted pipeline as arrays; `scores(texts)` equals the pipeline's `decision_function(texts)`.

    The pipeline's own weights are rounded to the grid that is served, so that the two are one model.
    """
    features, rarity, model = pipeline
    measures = rarity.weights_[:, None]
    weights = model.coef_.T * measures
    largest = np.abs(weights).max(axis=0)
    steps = np.where(largest > 0, largest, 1.0) / _GRID
    places = np.rint(weights / steps)
    model.coef_ = (places * steps / measures).T
    return Scorer(
        features.space_,
        np.column_stack((places, rarity.squares_)).astype(np.int16),
        np.append(steps, rarity.step_),
        model.intercept_.astype(np.float64),
    )
