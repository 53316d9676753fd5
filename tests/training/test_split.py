"""No row takes part in what judges it: the split, cross-validation, and what is made of its scores."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier.labels import LABELS
from training.config import TrainingConfig
from training.corpus import parts_of
from training.datasets.contrasts import CONTRASTS
from training.datasets.everyday import EVERYDAY
from training.disguised import SOURCE as DISGUISED
from training.judged import cross_fitted
from training.prepared import Prepared, prepare
from training.split import folds_of, held_back_rows
from training.steps import Steps

SMALL = TrainingConfig(ngram_bits=12, word_bits=10, folds=2)


@pytest.fixture(scope="module")
def prepared(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(datasets, SMALL, tmp_path_factory.mktemp("split") / "steps")


def flipped(corpus: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """`corpus` with the opposite of every label that `rows` have."""
    labels = list(LABELS)
    return corpus.assign(**corpus[labels].mask(pd.Series(rows), 1 - corpus[labels]))


def test_no_near_duplicate_of_a_held_back_row_is_learned_nor_its_disguised_copy(prepared: Prepared) -> None:
    corpus, held_back = prepared.corpus, prepared.held_back
    assert 0.05 < held_back[corpus["source"] == "talk"].mean() < 0.15
    assert not set(corpus.loc[held_back, "group"]) & set(corpus.loc[~held_back, "group"])
    assert (corpus["source"] == DISGUISED).any()
    assert not corpus.loc[held_back, "source"].isin([*EVERYDAY, *CONTRASTS, DISGUISED]).any()


def test_what_equals_a_remark_that_was_written_for_the_project_is_learned_with_it() -> None:
    talk = pd.DataFrame({"source": "talk", "group": [str(number) for number in range(200)]})
    written = talk[:100].assign(source=EVERYDAY[0])
    held_back = held_back_rows(pd.concat([talk, written], ignore_index=True), SMALL)
    assert held_back_rows(talk, SMALL)[:100].any()
    assert not held_back[:100].any()
    assert not held_back[200:].any()
    np.testing.assert_array_equal(held_back[100:200], held_back_rows(talk, SMALL)[100:])


def test_near_duplicates_are_in_one_fold(prepared: Prepared) -> None:
    folds = pd.Series(folds_of(prepared.corpus, SMALL))
    assert folds.nunique() == SMALL.folds
    by_group = folds.groupby(prepared.corpus["group"].to_numpy())
    assert (by_group.min() == by_group.max()).all()


def test_a_cross_validated_score_does_not_depend_on_labels_of_its_own_fold(
    prepared: Prepared, tmp_path: Path
) -> None:
    seen = ~prepared.held_back
    first = folds_of(prepared.corpus, SMALL) == 0
    fitting = prepared.fitting(SMALL)
    turned = replace(fitting, corpus=flipped(prepared.corpus, first))
    before, after = (
        replace(one, steps=Steps(tmp_path / name, {})).cross_validate(seen)
        for name, one in (("before", fitting), ("after", turned))
    )
    np.testing.assert_array_equal(before[first & seen], after[first & seen])
    assert (before[~first & seen] != after[~first & seen]).any()
    assert np.isnan(before[~seen]).all()


def test_a_cross_fitted_probability_does_not_depend_on_labels_of_its_own_part() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(-1, 2, (1500, len(LABELS)))
    corpus = pd.DataFrame(
        random.random(scores.shape) < 1 / (1 + np.exp(-scores)), columns=list(LABELS), dtype=float
    )
    corpus = corpus.assign(natural=True, spam=(np.arange(1500) % 20 == 0).astype(float))
    corpus["group"] = [str(number) for number in range(1500)]
    part = parts_of(corpus["group"], 5, SMALL.seed + 2) == 0
    _, before, likely_before = cross_fitted(scores, corpus, SMALL)
    _, after, likely_after = cross_fitted(scores, flipped(corpus, part), SMALL)
    np.testing.assert_array_equal(before[part], after[part])
    np.testing.assert_array_equal(likely_before[part], likely_after[part])
    assert (before[~part] != after[~part]).any()
