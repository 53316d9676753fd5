import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from classifier.artifact import read_manifest
from training.errors import DiskError, TrainingError
from training.steps import Steps, whole_files

COMMAND = "from training.cli import train; train()"
SMALL_FILE = 20_000  # bytes; the features of the small datasets take more


def count_calls(calls: list[int]) -> int:
    calls.append(1)
    return len(calls)


def test_a_step_is_done_once_and_read_after_that(tmp_path: Path) -> None:
    calls: list[int] = []
    first = Steps(tmp_path / "work", {"seed": 1}).once("one", lambda: count_calls(calls))
    again = Steps(tmp_path / "work", {"seed": 1}).once("one", lambda: count_calls(calls))
    assert first == again == len(calls) == 1


def test_steps_of_another_run_are_not_taken_up(tmp_path: Path) -> None:
    calls: list[int] = []
    for seed in (1, 2):
        Steps(tmp_path / "work", {"seed": seed}).once("one", lambda: count_calls(calls))
    assert len(calls) == 2


def test_a_folder_of_something_else_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(TrainingError, match="holds files that no training run left"):
        Steps(tmp_path, {})
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    steps = Steps(tmp_path / "work", {})
    with pytest.raises(ZeroDivisionError):
        steps.once("one", lambda: 1 // 0)
    assert [path.name for path in steps.folder.iterdir()] == ["made_from.json"]
    assert steps.once("one", lambda: 5) == 5


def test_files_take_their_place_together_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    with whole_files(folder) as made:
        (made / "a").write_text("old")
    with pytest.raises(DiskError, match="No space left"):
        write_until_full(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert (folder / "a").read_text() == "old"


def write_until_full(folder: Path) -> None:
    with whole_files(folder) as made:
        (made / "a").write_text("new")
        raise OSError(28, "No space left on device")


def arguments(datasets: Path, config: Path, out: Path) -> list[str]:
    paths = ["--data", str(datasets), "--config", str(config), "--out", str(out)]
    return [sys.executable, "-c", COMMAND, *paths, "--report", str(out / "report"), "--seed", "1"]


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE, SMALL_FILE))


def test_a_full_disk_ends_in_a_sentence_and_leaves_no_model(
    datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    # The limit on a file's size fails a write as a full disk does, with an error of the operating system.
    run = subprocess.run(
        arguments(datasets, small_config, out),
        preexec_fn=limit_files,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 1
    assert "Error: " in run.stderr
    assert "out.training: cannot be written: File too large. Nothing is half-written" in run.stderr
    assert "Traceback" not in run.stderr
    assert not out.exists()
    assert not list(tmp_path.rglob("*.partial"))


def test_an_interrupted_run_goes_on_and_ends_in_the_same_model(
    trained: Path, datasets: Path, small_config: Path, tmp_path: Path
) -> None:
    command = arguments(datasets, small_config, tmp_path / "out")
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for(tmp_path / "out.training/fold-0.joblib", run)
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=60)
    assert run.returncode != 0
    assert "Traceback" not in errors
    assert not (tmp_path / "out").exists()
    again = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
    assert "Grouping" not in again.stderr
    assert not (tmp_path / "out.training").exists()
    assert read_manifest(tmp_path / "out")["sha256"] == read_manifest(trained)["sha256"]


def wait_for(path: Path, run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not path.exists():
        assert run.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
