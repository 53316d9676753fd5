"""`fairword migrate thresholds`."""

from pathlib import Path

import pytest

from tests.support.processes import run_fairword

ROWS = [
    ("You are a stupid idiot.", 0.95),
    ("What a moron, you idiot!", 0.9),
    ("Shut up, you stupid fool.", 0.85),
    ("Thank you for this article.", 0.02),
    ("The ferry leaves at nine.", 0.01),
    ("I was at the meeting on Monday.", ""),
]


def run(folder: Path, content: str, *options: str) -> tuple[int, str]:
    file = folder / "comments.csv"
    file.write_text(content, encoding="utf-8")
    done = run_fairword("migrate", "thresholds", str(file), *options, data_dir=folder)
    return done.returncode, done.stdout + done.stderr


def test_it_prints_the_cut_off_and_the_agreement(tmp_path: Path) -> None:
    content = "id,text,TOXICITY\n" + "".join(f'1,"{text}",{score}\n' for text, score in ROWS)
    status, printed = run(tmp_path, content, "--threshold", "0.8", "--threshold", "0.99")
    assert status == 0
    lines = printed.splitlines()
    assert lines[0] == "TOXICITY → toxicity, 5 comments"
    assert lines[1].startswith("  0.80  → 0.")
    assert "3 flagged, 100.0% agreement, 100.0% of those flagged are the same" in lines[1]
    assert lines[2] == "  0.99  no comment or every comment reaches it"


def test_one_comment_is_counted_as_one(tmp_path: Path) -> None:
    _, printed = run(tmp_path, "text,TOXICITY\nYou are a stupid idiot.,0.95\n")
    assert printed.splitlines()[0] == "TOXICITY → toxicity, 1 comment"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,TOXICITY\nx,0.1\n", "no column text or comment or comment_text or body, got ['a', 'TOXICITY']"),
        ("text,score\nx,0.1\n", "no column is named as an attribute we know, got ['text', 'score']"),
        ("text,TOXICITY\nx,80%\n", "line 2, column TOXICITY: accepts a number from 0 to 1, got '80%'"),
        ("text,TOXICITY\nx,.४\n", "line 2, column TOXICITY: accepts a number from 0 to 1, got '.४'"),
        (f'text,TOXICITY\n"not closed,0.1\n{"x,0.2" * 30_000}', "comments.csv: no CSV (field larger than"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    status, printed = run(tmp_path, content)
    assert status == 1
    assert sentence in printed
