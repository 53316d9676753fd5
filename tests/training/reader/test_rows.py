from pathlib import Path

import numpy as np
import pytest

from training.config import TrainingConfig
from training.datasets.registry import read_corpus
from training.reader.config import ReaderConfig
from training.reader.rows import HALVES, Rows, divide, halves_of
from training.split import held_back_rows
from training.stream import kinds_of

FAST = TrainingConfig()


@pytest.fixture(scope="module")
def rows(datasets: Path) -> Rows:
    return divide(read_corpus(datasets), FAST, ReaderConfig())


def learned(rows: Rows, side: int) -> set[str]:
    """The groups of what one reader learns: both readers' first stage, whose mean goes on, and its second."""
    return set(rows.corpus["group"].iloc[np.concatenate([*rows.first, rows.second[side]])])


def test_each_row_of_the_stream_has_a_reader_that_saw_nothing_like_it(rows: Rows) -> None:
    streamed = (kinds_of(rows.corpus) >= 0) & ~held_back_rows(rows.corpus, FAST)
    for side in range(HALVES):
        judged = rows.corpus.loc[streamed & (halves_of(rows.corpus, FAST) != side), "group"]
        assert len(judged) > 100
        assert not set(judged) & learned(rows, side)
    natural = set(np.flatnonzero(streamed & rows.corpus["natural"].to_numpy(bool)))
    assert natural <= set(np.concatenate(rows.second))


def test_what_the_fast_model_holds_back_no_reader_learns(rows: Rows) -> None:
    held_back = set(rows.corpus.loc[held_back_rows(rows.corpus, FAST), "group"])
    assert held_back
    assert not held_back & (learned(rows, 0) | learned(rows, 1))
