"""Which model the service uses: the one set, the one promoted, else the shipped one.

Promoted models live in the data folder: `models/<version>/` each, and `models/promoted`, a file that lists
the versions in the order of their promotion. The last one is in use; rollback takes it off the list.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.files import ModelError
from service.settings import Settings, SettingsError

FOLDER = "models"
_LIST = "promoted"


def chosen_model(settings: Settings) -> Path:
    """Return the folder of the model that the service is to use."""
    if settings.model_dir is not None:
        return settings.model_dir
    versions = promoted(settings.data_dir)
    return settings.data_dir / FOLDER / versions[-1] if versions else SHIPPED_MODEL


def model_trouble(settings: Settings) -> str:
    """Return why the service has no model to use, by the setting if one names it; empty when it has."""
    try:
        load_model(chosen_model(settings))
    except ModelError as error:
        return f"FAIRWORD_MODEL_DIR: {error}" if settings.model_dir else str(error)
    return ""


def promoted(data_dir: Path) -> list[str]:
    """Return the versions that were promoted, the one in use last."""
    path = data_dir / FOLDER / _LIST
    with _usable(path.parent):
        return path.read_text(encoding="utf-8").split() if path.exists() else []


def promote(data_dir: Path, folder: Path) -> str:
    """Check a model, copy it into the data folder, put it in use, and return its version.

    Raises
    ------
    ModelError
        When it is damaged or foreign; then nothing changes.
    SettingsError
        When the data folder does not take it; then nothing changes either.
    """
    version = load_model(folder).version
    kept = data_dir / FOLDER / version
    if not _is_whole(kept):
        with _usable(kept.parent):
            _copy(folder, kept)
    _write(data_dir, [*promoted(data_dir), version])
    return version


def rollback(data_dir: Path) -> str:
    """Put the model in use that was before the last promotion, and return its version or `shipped`."""
    versions = promoted(data_dir)[:-1]
    _write(data_dir, versions)
    return versions[-1] if versions else "shipped"


def _is_whole(folder: Path) -> bool:
    try:
        load_model(folder)
    except ModelError:
        return False
    return True


def _copy(folder: Path, kept: Path) -> None:
    _make_private(kept.parent)
    draft = kept.with_name(f".{kept.name}.{os.getpid()}")
    try:
        shutil.copytree(folder, draft)
        shutil.rmtree(kept, ignore_errors=True)
        draft.rename(kept)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(data_dir: Path, versions: list[str]) -> None:
    path = data_dir / FOLDER / _LIST
    draft = path.with_name(f"{_LIST}.{os.getpid()}")
    with _usable(path.parent):
        _make_private(path.parent)
        draft.write_text("".join(f"{version}\n" for version in versions), encoding="utf-8")
        draft.replace(path)


def _make_private(folder: Path) -> None:
    for each in (folder.parent, folder):  # `parents` alone would leave the data folder open to everybody
        each.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.args[0][-1][-1] if isinstance(error, shutil.Error) else error
        raise SettingsError(f"FAIRWORD_DATA_DIR: {folder} can't be read or written: {why}") from error
