"""Remarks that share their words and differ in what they say."""

import re

import pandas as pd

from training.corpus import group_of
from training.datasets.contrasts import ABUSIVE, FAIR, contrast_rows
from training.datasets.everyday import everyday_rows
from training.probes import (
    ABUSIVE_REMARKS,
    FAIR_REMARKS,
    LINKED_REMARKS,
    SHORT_REACTIONS,
    identity_sentences,
    news_sentences,
)

_WORD = re.compile(r"[a-z]+")


def words_of(rows: pd.DataFrame) -> set[str]:
    return set(_WORD.findall(" ".join(rows["text"]).lower()))


def test_rough_words_are_in_fair_and_in_abusive_remarks() -> None:
    rows = contrast_rows()
    fair, abusive = rows[rows["source"] == FAIR], rows[rows["source"] == ABUSIVE]
    shared = words_of(fair) & words_of(abusive)
    assert {"stupid", "idiot", "moron", "vermin", "bitch", "muslims", "immigrants", "hanged"} <= shared
    assert (fair["toxicity"] == 0).all()
    assert (abusive["toxicity"] == 1).all()


def test_every_place_is_filled_and_no_remark_comes_twice() -> None:
    texts = contrast_rows()["text"]
    assert not texts.str.contains("[{}]").any()
    assert texts.is_unique


def test_the_same_remarks_come_every_time() -> None:
    pd.testing.assert_frame_equal(contrast_rows(), contrast_rows())


def test_what_the_report_judges_by_is_not_learned() -> None:
    learned = {group_of(text) for text in (*contrast_rows()["text"], *everyday_rows()["text"])}
    remarks = [*FAIR_REMARKS, *ABUSIVE_REMARKS, *LINKED_REMARKS, *SHORT_REACTIONS, *news_sentences()]
    remarks += [sentence for _, sentence in identity_sentences()]
    assert not [remark for remark in remarks if group_of(remark) in learned]
