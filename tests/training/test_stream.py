import numpy as np
import pandas as pd
import pytest

from training.stream import CLEAN, SPAM, TOXIC, draw_stream, kinds_of, stream_weights

NAN = float("nan")


def made_corpus() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "natural": [True] * 1000 + [False] * 500,
            "toxicity": [1.0] * 300 + [0.0] * 700 + [1.0] * 200 + [NAN] * 300,
            "spam": [0.0] * 1000 + [0.0] * 200 + [1.0] * 200 + [0.0] * 100,
        }
    )


def test_only_natural_rows_and_spam_stand_in_a_stream() -> None:
    kinds = kinds_of(made_corpus())
    assert [int((kinds == kind).sum()) for kind in (TOXIC, CLEAN, SPAM, -1)] == [300, 700, 200, 300]


def test_each_kind_comes_at_its_rate_and_no_row_twice() -> None:
    corpus = made_corpus()
    stream = draw_stream(corpus, toxic_rate=0.1, spam_rate=0.05, seed=0)
    drawn = kinds_of(corpus)[stream.rows]
    assert len(set(stream.rows)) == len(stream.rows) > 800
    assert (drawn == TOXIC).mean() == pytest.approx(0.1, abs=0.002)
    assert (drawn == SPAM).mean() == pytest.approx(0.05, abs=0.002)
    assert (stream.unwanted == (drawn != CLEAN)).all()


def test_a_seed_decides_the_stream() -> None:
    corpus = made_corpus()
    rows = [draw_stream(corpus, toxic_rate=0.1, spam_rate=0.05, seed=seed).rows for seed in (1, 1, 2)]
    assert np.array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[0], rows[2])


def test_weights_give_each_kind_its_rate() -> None:
    kinds = kinds_of(made_corpus())
    weights = stream_weights(kinds, toxic_rate=0.1, spam_rate=0.05)
    shares = [weights[kinds == kind].sum() for kind in (TOXIC, SPAM, CLEAN, -1)]
    assert shares == pytest.approx([0.1, 0.05, 0.85, 0])
