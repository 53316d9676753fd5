from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.config import TrainingConfig
from training.metrics import roc_auc
from training.prepared import Prepared, prepare

SMALL = TrainingConfig(ngram_bits=12, word_bits=10, folds=2)


@pytest.fixture(scope="module")
def prepared(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(datasets, SMALL, tmp_path_factory.mktemp("work") / "steps")


def test_going_over_shards_finds_what_fitting_at_once_finds(prepared: Prepared) -> None:
    use = ~prepared.held_back
    scores = []
    for config in (SMALL, replace(SMALL, most_in_memory=10)):
        fitting = prepared.fitting(config)
        scores.append(fitting.scores(fitting.fit(use, ("toxicity", "spam")), prepared.held_back))
    held_back = prepared.corpus[prepared.held_back]
    for column, label in enumerate(("toxicity", "spam")):
        known = held_back[label].notna().to_numpy()
        truth = held_back.loc[known, label].to_numpy(float) >= 0.5
        at_once, streamed = (roc_auc(truth, one[known, column], np.ones(known.sum())) for one in scores)
        assert streamed > at_once - 0.02
        assert np.corrcoef(scores[0][known, column], scores[1][known, column])[0, 1] > 0.95


def test_the_penalty_is_the_same_for_rows_of_little_weight(prepared: Prepared) -> None:
    use = ~prepared.held_back
    light = dict.fromkeys(prepared.corpus["source"].unique(), 0.03)
    lengths = []
    for most in (SMALL.most_in_memory, 10):
        config = replace(SMALL, source_weights=light, most_in_memory=most, epochs=20)
        lengths.append(float(np.linalg.norm(prepared.fitting(config).fit(use, ("toxicity",)).coef_)))
    at_once, streamed = lengths
    assert streamed == pytest.approx(at_once, rel=0.1)


def test_streamed_fits_are_the_same_each_time(prepared: Prepared) -> None:
    fitting = prepared.fitting(replace(SMALL, most_in_memory=10))
    first, second = (fitting.fit(~prepared.held_back, ("toxicity",)) for _ in range(2))
    assert (first.coef_ == second.coef_).all()


def test_a_source_of_weight_0_is_left_out(prepared: Prepared) -> None:
    weights = SMALL.source_weights | {"everyday_rude": 0.0}
    fitting = prepared.fitting(replace(SMALL, source_weights=weights))
    without = ~prepared.held_back & (prepared.corpus["source"] != "everyday_rude").to_numpy(bool)
    first, second = (fitting.fit(use, ("toxicity",)) for use in (~prepared.held_back, without))
    assert (first.coef_ == second.coef_).all()
    assert without.sum() < (~prepared.held_back).sum()


def test_rows_come_in_order_and_only_those_that_are_asked_for(prepared: Prepared) -> None:
    rows = prepared.fitting(SMALL).rows
    use = np.zeros(rows.length, np.bool_)
    use[[3, 0, rows.length - 1]] = True
    everything = rows.take(np.ones(rows.length, np.bool_))
    assert (rows.take(use) != everything[np.flatnonzero(use)]).nnz == 0
    assert rows.take(np.zeros(rows.length, np.bool_)).shape == (0, everything.shape[1])
