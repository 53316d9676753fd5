"""Another estimator in the pipeline, exported to the scorer that NumPy serves.

Run it with `python docs/examples/other_estimator.py`; a test does, too. In earnest, texts and labels come
from `training.datasets.registry.read_corpus`.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline

from classifier.features import FeatureSpace
from training.hashed_ngrams import HashedNgrams
from training.per_label import PerLabel
from training.pipeline import export
from training.rarity import RarityWeights

CALM = [
    "thank you for the report on the harbour",
    "the council met on tuesday",
    "a lovely photo of the bridge",
]
RUDE = ["you are an idiot", "shut up, you stupid liar", "what a pathetic moron wrote this"]
TEXTS = [f"{text}, {number}" for number in range(20) for text in CALM + RUDE]
IS_RUDE = np.array([0, 0, 0, 1, 1, 1] * 20)


def pipeline(last: object) -> Pipeline:
    """Small features of texts, weighed, under the estimator `last`."""
    space = FeatureSpace(ngram_bits=12, word_bits=10)
    return make_pipeline(HashedNgrams(ngram_bits=12, word_bits=10), RarityWeights(space.group_starts), last)


def main() -> None:
    """Print how two estimators do, and that the export of one scores as it does."""
    for estimator in (LogisticRegression(C=5.0), SGDClassifier(loss="log_loss", random_state=0)):
        found = cross_val_score(pipeline(estimator), TEXTS, IS_RUDE, scoring="roc_auc", cv=3)
        print(f"{type(estimator).__name__}: ROC-AUC {found.mean():.2f}")  # noqa: T201 - it shows
    fitted = pipeline(PerLabel(SGDClassifier(loss="log_loss", random_state=0))).fit(TEXTS, IS_RUDE)
    scorer = export(fitted)
    furthest = np.abs(scorer.scores(TEXTS) - fitted.decision_function(TEXTS)).max()
    print(f"exported: differs by at most {furthest:.0e}")  # noqa: T201 - it shows


if __name__ == "__main__":
    main()
