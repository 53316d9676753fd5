import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import Pipeline

from tests.classifier.nasty_texts import NASTY_TEXTS
from tests.training.made_datasets import CALM, RUDE, SPAMMY, texts
from training.config import TrainingConfig
from training.datasets.contrasts import contrast_rows
from training.datasets.everyday import everyday_rows
from training.datasets.registry import DATASETS
from training.pipeline import build_pipeline, export

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    rude, calm, spam = texts(300, RUDE), texts(600, CALM), texts(200, SPAMMY)
    targets = np.zeros((1100, 7))
    targets[:300, :6] = 1
    targets[900:, 6] = 1
    return build_pipeline(TrainingConfig(ngram_bits=14, word_bits=12)).fit(rude + calm + spam, targets)


def assert_equal_scores(pipeline: Pipeline, sample: list[str]) -> None:
    served = export(pipeline).scores(sample)
    assert np.abs(served - pipeline.decision_function(sample)).max() < 1e-5


def test_the_served_scorer_equals_the_pipeline_on_thousands_of_texts(pipeline: Pipeline) -> None:
    sample = texts(1500, RUDE, seed=1) + texts(1500, CALM, seed=2) + texts(500, SPAMMY, seed=3) + NASTY_TEXTS
    assert_equal_scores(pipeline, sample)


def test_the_served_scorer_equals_the_pipeline_on_real_texts(pipeline: Pipeline) -> None:
    """Those that come along, and those of the datasets, where there are any."""
    folder = Path(os.environ.get("FAIRWORD_TEST_DATA", SHARED))
    fetched = [one.read(folder / one.name) for one in DATASETS if (folder / one.name).is_dir()]
    real = pd.concat([everyday_rows(), contrast_rows(), *fetched])
    assert_equal_scores(pipeline, real["text"].sample(3000, random_state=0).tolist())
