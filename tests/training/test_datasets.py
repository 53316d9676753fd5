import shutil
from pathlib import Path

import pytest

from classifier.labels import LABELS
from training.datasets.registry import DATASETS, fingerprints, read_corpus
from training.datasets.table import DataError


@pytest.fixture
def copy(datasets: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(datasets, tmp_path / "copy"))


def test_a_corpus_has_all_sources_and_only_labels_that_are_known(datasets: Path) -> None:
    corpus = read_corpus(datasets)
    by_source = corpus.groupby("source")[list(LABELS)].count()
    assert set(by_source.index) >= {"talk", "civil", "talk_context", "neutral_identity", "sms", "youtube_psy"}
    assert (by_source.loc["talk"] == by_source.loc["talk"].max()).all()
    known = corpus.loc[corpus["source"] == "sms", list(LABELS)].notna().any()
    assert list(known.index[known]) == ["spam"]
    assert not corpus.loc[corpus["source"] == "civil", "threat"].notna().any()
    assert set(corpus.loc[corpus["natural"], "source"]) == {"talk"}


def test_every_dataset_says_where_it_comes_from_and_what_it_is_licensed_under() -> None:
    assert len({dataset.name for dataset in DATASETS}) == len(DATASETS)
    for dataset in DATASETS:
        assert dataset.address.startswith("https://")
        assert dataset.licence
        assert dataset.files


def test_missing_datasets_are_left_out_but_none_at_all_is_an_error(copy: Path, tmp_path: Path) -> None:
    shutil.rmtree(copy / "spam")
    assert not read_corpus(copy)["source"].str.startswith("youtube").any()
    with pytest.raises(DataError, match="holds none of the datasets wikipedia_talk"):
        read_corpus(tmp_path)


def test_a_fingerprint_changes_with_the_file(copy: Path) -> None:
    before = fingerprints(copy)
    with (copy / "spam/sms.csv").open("a") as file:
        file.write("one more,0\n")
    after = fingerprints(copy)
    assert [name for name in before if before[name] != after[name]] == ["spam/sms.csv"]


def test_copies_count_once(copy: Path) -> None:
    path = copy / "spam/sms.csv"
    before = len(read_corpus(copy))
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, *lines[1:]]) + "\n")
    assert len(read_corpus(copy)) == before


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "cannot be read as CSV"),
        (b"comment,spam\nhello,0\n", "lacks the columns text; it has comment, spam"),
        (b"text,spam\n", "has no row with a text"),
        (b"text,spam\n,0\n  ,1\n", "has no row with a text"),
        (b"text,spam\nhello,maybe\n", "row 2: spam accepts 0 to 1, got 'maybe'"),
        (b"text,spam\nhello,0\nhi,7\n", "row 3: spam accepts 0 to 1, got '7'"),
        ("text,spam\nschön,0\n".encode("latin-1"), "not UTF-8"),
        (b'text,spam\n"never closed,0\n', "cannot be read as CSV"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong(copy: Path, content: bytes, named: str) -> None:
    (copy / "spam/sms.csv").write_bytes(content)
    with pytest.raises(DataError, match=rf"sms\.csv: .*{named}"):
        read_corpus(copy)


@pytest.mark.parametrize(
    ("file", "content", "named"),
    [
        (
            "surge/toxicity_en.csv",
            "text,is_toxic\nhello,maybe\n",
            "row 2: is_toxic accepts Toxic or Not Toxic",
        ),
        ("hatexplain/labeled.csv", "text,label\nhello,2\n", "row 2: label accepts 0 to 1, got '2'"),
        (
            "davidson_tweets/labeled.csv",
            "count,hate_speech,class,text\n3,0,7,hello\n",
            "row 2: class accepts 0 or 1 or 2, got '7'",
        ),
        (
            "davidson_tweets/labeled.csv",
            "count,hate_speech,class,text\nmany,0,2,hello\n",
            "row 2: hate_speech/count accepts 0 to 1",
        ),
        ("wikipedia_context/gn.csv", "text,label\nhello,some\n", "row 2: label accepts 0 or 1, got 'some'"),
        ("spam/SMSSpamCollection", "eggs\thello\n", "not lines of ham or spam, a tab, and a text: 'eggs'"),
    ],
)
def test_a_label_that_is_none_is_named(copy: Path, file: str, content: str, named: str) -> None:
    path = copy / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    with pytest.raises(DataError, match=rf"{path.name}: .*{named}"):
        read_corpus(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "spam/sms.csv").unlink()
    with pytest.raises(DataError, match=r"sms\.csv: there is no such file"):
        read_corpus(copy)
