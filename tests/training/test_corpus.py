import numpy as np
import pandas as pd

from tests.training.made_datasets import texts
from training.corpus import group_of, parts_of, source_indicator


def test_near_duplicates_share_a_group() -> None:
    text = "You are all wrong about the bridge, as everybody who lives here could have told you long ago."
    copies = [
        text.upper(),
        text.replace(",", " !!"),
        "  " + text,
        text.replace("o", "\u043e"),
    ]
    long = text * 3
    assert {group_of(copy) for copy in copies} == {group_of(text)}
    assert group_of(long + "and what was appended") == group_of(long)
    assert group_of(text + "and what was appended") != group_of(text)


def test_different_texts_differ_even_without_letters() -> None:
    different = [*set(texts(200)), "123", "456", "!", "", "😀"]
    assert len({group_of(text) for text in different}) == len(different)


def test_a_row_stays_in_its_part_when_rows_are_added() -> None:
    groups = pd.Series([group_of(text) for text in texts(400)])
    before = parts_of(groups[:100], 10, seed=1)
    assert (parts_of(groups, 10, seed=1)[:100] == before).all()
    assert (parts_of(groups[:100], 10, seed=2) != before).any()


def test_parts_are_about_equal() -> None:
    groups = pd.Series([str(number) for number in range(10_000)])
    assert np.bincount(parts_of(groups, 10, seed=0)).min() > 900


def test_the_indicator_marks_the_rows_of_sources_that_have_both_classes() -> None:
    corpus = pd.DataFrame(
        {
            "source": ["mixed", "mixed", "clean", "talk", "talk", "other", "other"],
            "natural": [False, False, False, True, True, False, False],
            "spam": [0.0, 1.0, 0.0, 0.0, 1.0, 0.5, 0.0],
        }
    )
    marked = source_indicator(corpus, "spam", 3.0).toarray()
    assert marked.tolist() == [[3, 0], [3, 0], [0, 0], [0, 0], [0, 0], [0, 3], [0, 3]]
    assert source_indicator(corpus[2:5], "spam", 3.0).shape == (3, 0)
