import re
from pathlib import Path

import pytest

from training.errors import DiskError, TrainingError
from training.prepared import STEPS_FOLLOW_FROM
from training.steps import Steps, whole_files

_IMPORT = re.compile(r"^from training\.(\w+) import", re.MULTILINE)
# The settings are among a run's facts, and raw scores are judged when all steps are done.
DECIDING_NOTHING = {f"training/{name}.py" for name in ("config", "judged", "steps")}


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


def test_steps_follow_from_all_code_that_has_some_kept() -> None:
    root = Path(__file__).parents[2]
    keeping = {
        module.relative_to(root).as_posix()
        for module in (root / "training").glob("*.py")
        if "steps.once(" in module.read_text(encoding="utf-8")
    }
    assert "training/train.py" in keeping
    assert keeping <= set(STEPS_FOLLOW_FROM)
    modules = [root / name for name in STEPS_FOLLOW_FROM if name.endswith(".py")]
    imports = [_IMPORT.findall(module.read_text(encoding="utf-8")) for module in modules]
    called = {f"training/{name}.py" for names in imports for name in names}
    assert called - DECIDING_NOTHING <= set(STEPS_FOLLOW_FROM)
    assert all((root / name).exists() for name in STEPS_FOLLOW_FROM)
