"""The public originals, in the shape in which they are published."""

import json
from pathlib import Path

import pytest

from training.datasets.news import NEWS
from training.datasets.social import SOCIAL
from training.datasets.spam import SPAM
from training.datasets.table import DataError
from training.datasets.wikipedia import WIKIPEDIA


def test_jigsaw_has_its_texts_in_another_column_and_all_labels(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(
        "id,comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate\n"
        '1,"you, there",1,0,1,0,1,0\n2,hello,0,0,0,0,0,0\n'
    )
    table = WIKIPEDIA[0].read(tmp_path)
    assert table["text"].tolist() == ["you, there", "hello"]
    assert table["toxicity"].tolist() == [1.0, 0.0]
    assert table["natural"].all()


def test_civil_comments_are_a_natural_stream_with_shares_of_votes(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(
        "text,toxicity,severe_toxicity,obscene,threat,insult,identity_attack,sexual_explicit\n"
        "a comment,0.25,0,0,0,0.1,0,0\n"
    )
    (row,) = NEWS[0].read(tmp_path).to_dict("records")
    assert (row["source"], row["natural"], row["toxicity"], row["insult"]) == (
        "civil_stream",
        True,
        0.25,
        0.1,
    )


def test_what_is_no_parquet_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.parquet").write_text("text,toxicity\n")
    with pytest.raises(
        DataError, match=r"train\.parquet: (cannot be read as Parquet|reading it needs pyarrow)"
    ):
        NEWS[0].read(tmp_path)


def test_davidson_has_its_texts_as_tweets(tmp_path: Path) -> None:
    (tmp_path / "labeled_data.csv").write_text(
        ",count,hate_speech,offensive_language,neither,class,tweet\n"
        "0,3,1,2,0,1,!!! RT @a: you\n1,3,0,0,3,2,hi\n"
    )
    table = SOCIAL[1].read(tmp_path)
    assert table["toxicity"].tolist() == [1.0, 0.0]
    assert table["identity_attack"].tolist() == pytest.approx([1 / 3, 0])


def post(*labels: str) -> dict[str, object]:
    return {"post_tokens": ["so", "it", "is"], "annotators": [{"label": label} for label in labels]}


def test_hatexplain_goes_by_the_majority_of_its_annotators(tmp_path: Path) -> None:
    posts = {"a": post("normal", "offensive", "hatespeech"), "b": post("normal", "normal", "offensive")}
    (tmp_path / "dataset.json").write_text(json.dumps(posts))
    table = SOCIAL[2].read(tmp_path)
    assert table["text"].tolist() == ["so it is", "so it is"]
    assert table["toxicity"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": {}}', '{"a": {"post_tokens": ["x"], "annotators": []}}']
)
def test_a_damaged_hatexplain_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "dataset.json").write_text(content)
    with pytest.raises(DataError, match=r"dataset\.json: not the JSON of HateXplain"):
        SOCIAL[2].read(tmp_path)


def test_the_spam_collections_are_read_as_uci_publishes_them(tmp_path: Path) -> None:
    (tmp_path / "SMSSpamCollection").write_text("ham\tSee you\tlater\nspam\tWIN now\n")
    video = "COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\nx,y,,sub 4 sub,1\n"
    for number in (1, 2, 4, 5):
        (tmp_path / f"Youtube0{number}.csv").write_text(video)
    table = SPAM[0].read(tmp_path)
    assert table["text"].tolist() == ["See you\tlater", "WIN now", *["sub 4 sub"] * 4]
    assert table["spam"].tolist() == [0.0, 1.0, *[1.0] * 4]
    assert table["source"].tolist()[1:3] == ["sms", "youtube_psy"]


def test_a_damaged_list_of_messages_is_named(tmp_path: Path) -> None:
    (tmp_path / "SMSSpamCollection").write_text("a line without a tab\n")
    with pytest.raises(DataError, match="SMSSpamCollection: not lines of ham or spam"):
        SPAM[0].read(tmp_path)
