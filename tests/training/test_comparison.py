from dataclasses import replace

import numpy as np
import pandas as pd

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.labels import LABELS
from classifier.model import Model
from classifier.scorer import Scorer
from tests.training.made_datasets import CALM, RUDE, texts
from training.comparison import compare_models


def made_rows() -> pd.DataFrame:
    corpus = pd.DataFrame({"text": texts(40, RUDE) + texts(60, CALM)})
    for label in LABELS:
        corpus[label] = np.nan
    return corpus.assign(toxicity=[1.0] * 40 + [0.0] * 60)


def test_a_model_is_as_good_as_itself() -> None:
    model = load_model(SHIPPED_MODEL)
    table = compare_models(model, model, made_rows(), seed=0)
    assert list(table["label"]) == ["toxicity", "toxicity"]
    assert (table[["difference", "from", "to"]] == 0).all().all()


def test_a_model_that_scores_the_wrong_way_round_is_surely_worse() -> None:
    model = load_model(SHIPPED_MODEL)
    reversed_ = replace(model, scorer=with_weights_reversed(model))
    auc, precision = compare_models(model, reversed_, made_rows(), seed=0).to_dict("records")
    assert auc["metric"] == "ROC-AUC"
    assert auc["to"] < -0.5
    assert precision["difference"] < 0


def with_weights_reversed(model: Model) -> Scorer:
    weights = np.array(model.scorer.weights)
    weights[:, :-1] *= -1
    scorer = model.scorer
    return Scorer(scorer.space, weights, scorer.steps, scorer.intercepts)
