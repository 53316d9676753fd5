"""Results of a run's steps on disk, so that a run that was interrupted goes on where it was."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import joblib

from training.errors import DiskError, TrainingError

Result = TypeVar("Result")

_FACTS = "made_from.json"


class Steps:
    """What a training run has done so far, each step's result a file that is whole or not there.

    Parameters
    ----------
    folder : Path
        Where the results lie until `finish`.
    facts : dict
        What the results follow from. A folder that was made from other facts is emptied.
    """

    def __init__(self, folder: Path, facts: dict[str, Any]) -> None:
        self.folder = folder
        described = json.dumps(facts, indent=2, sort_keys=True)
        if folder.is_dir() and not self._made_from(described):
            _raise_if_foreign(folder)
            shutil.rmtree(folder)
        with room_in(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _FACTS).write_text(described, encoding="utf-8")

    def _made_from(self, described: str) -> bool:
        path = self.folder / _FACTS
        return path.is_file() and path.read_text(encoding="utf-8") == described

    def once(self, name: str, compute: Callable[[], Result]) -> Result:
        """The result of the step called `name`: read if it is there, else computed and kept.

        Raises
        ------
        DiskError
            If there is no room for it; what was there before stays.
        """
        if self.has(name):
            kept: Result = joblib.load(self._path(name))
            return kept
        result = compute()
        self.keep(name, result)
        return result

    def has(self, name: str) -> bool:
        """Whether the step called `name` is done."""
        return self._path(name).is_file()

    def keep(self, name: str, result: Any) -> None:
        """The step called `name` is done, with `result`; raises as `once` does."""
        path = self._path(name)
        partial = path.with_suffix(".partial")
        with room_in(self.folder):
            try:
                joblib.dump(result, partial)
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.joblib"

    def finish(self) -> None:
        """Nothing is left of the steps."""
        shutil.rmtree(self.folder)


def _raise_if_foreign(folder: Path) -> None:
    """Nothing, if `folder` holds steps of an earlier run and may be emptied.

    Raises
    ------
    TrainingError
        If it holds anything else.
    """
    if any(path.name != _FACTS and path.suffix not in {".joblib", ".partial"} for path in folder.iterdir()):
        raise TrainingError(f"{folder}: holds files that no training run left; name another folder")


@contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """A full or broken disk ends in a DiskError that names `folder`."""
    try:
        yield
    except OSError as error:
        raise DiskError(folder, error) from error


@contextmanager
def whole_files(folder: Path) -> Iterator[Path]:
    """A new folder whose files, when all are there, take their place in `folder`.

    Raises
    ------
    DiskError
        If there is no room for them; what was there before stays.
    """
    made = folder.with_name(f"{folder.name}.partial")
    with room_in(folder):
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        try:
            yield made
            folder.mkdir(exist_ok=True)
            for file in sorted(made.iterdir()):
                file.replace(folder / file.name)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def digest_of(paths: Iterable[Path]) -> str:
    """The first half of the SHA-256 of the files at `paths` and of those in the folders among them."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            if file.is_file():
                total.update(file.read_bytes())
    return total.hexdigest()[:32]
