from pathlib import Path

import pytest

from training.agreement import read_marked, span_f1
from training.datasets.table import DataError


@pytest.mark.parametrize(
    ("found", "marked", "f1"),
    [
        ({1, 2}, {1, 2}, 1.0),
        (set(), set(), 1.0),
        ({1}, set(), 0.0),
        (set(), {1}, 0.0),
        ({1, 2, 3, 4}, {1, 2}, 2 / 3),
    ],
)
def test_f1_counts_shared_characters(found: set[int], marked: set[int], f1: float) -> None:
    assert span_f1(found, marked) == pytest.approx(f1)


def test_marks_are_read_as_offsets(tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    path.write_text('spans,text\n"[2, 3]",a bc\n[],nothing\n')
    assert read_marked(path) == [("a bc", {2, 3}), ("nothing", set())]


@pytest.mark.parametrize("spans", ["two", "7", "__import__('os')", "['x']"])
def test_marks_that_are_no_offsets_are_named(tmp_path: Path, spans: str) -> None:
    path = tmp_path / "marked.csv"
    path.write_text(f'spans,text\n"{spans}",a text\n')
    with pytest.raises(DataError, match=r"marked\.csv: row 2: spans accepts a list of offsets"):
        read_marked(path)
