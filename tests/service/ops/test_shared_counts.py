"""The folder in which the workers of one service keep their counts."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.ops.shared_counts import shared_counts

PROGRAM = """
import sys
from service.ops.shared_counts import shared_counts
with shared_counts() as folder:
    open(f"{folder}/counter_1.db", "w").close()
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for what need not last."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


Service = tuple[subprocess.Popen[str], Path]


@pytest.fixture
def start() -> Iterator[Callable[[], Service]]:
    """Processes that keep counts, and the folder of each."""
    processes = []

    def started() -> Service:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        assert process.stdout
        return process, Path(process.stdout.readline().strip())

    yield started
    for process in processes:
        process.communicate()


def test_what_a_killed_service_left_is_gone_after_the_next_start_and_a_running_ones_is_not(
    start: Callable[[], Service],
) -> None:
    (killed, left), (_, used) = start(), start()
    killed.kill()
    killed.wait()
    assert left.exists()
    with shared_counts() as own:
        assert not left.exists()
        assert (used / "counter_1.db").exists()
        assert Path(own).exists()
        start()
        assert Path(own).exists()
    assert not Path(own).exists()


def test_what_is_no_services_stays(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    for folder in (elsewhere, temporary / "fairword-metrics-unlocked"):
        folder.mkdir()
        (folder / "kept").touch()
    (elsewhere / "in-use").touch()
    (temporary / "fairword-metrics-link").symlink_to(elsewhere)
    (temporary / "fairword-metrics-file").touch()
    with shared_counts():
        pass
    kept = {"elsewhere", "fairword-metrics-unlocked", "fairword-metrics-link", "fairword-metrics-file"}
    assert {path.name for path in temporary.iterdir()} == kept
    assert (elsewhere / "kept").exists()


def test_what_another_user_left_stays(start: Callable[[], Service], monkeypatch: pytest.MonkeyPatch) -> None:
    killed, left = start()
    killed.kill()
    killed.wait()
    monkeypatch.setattr(os, "geteuid", lambda: left.stat().st_uid + 1)
    with shared_counts():
        assert left.exists()
