"""Which model the service uses: the one set, the one promoted, else the shipped one.

Promoted models live in the data folder: `models/<version>/` each, and `models/promoted`, a file that lists
the versions in the order of their promotion. The last one is in use; rollback takes it off the list.
"""

import os
import shutil
from pathlib import Path

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from service.settings import Settings

FOLDER = "models"
_LIST = "promoted"


def chosen_model(settings: Settings) -> Path:
    """Return the folder of the model that the service is to use."""
    if settings.model_dir is not None:
        return settings.model_dir
    versions = promoted(settings.data_dir)
    return settings.data_dir / FOLDER / versions[-1] if versions else SHIPPED_MODEL


def promoted(data_dir: Path) -> list[str]:
    """Return the versions that were promoted, the one in use last."""
    path = data_dir / FOLDER / _LIST
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def promote(data_dir: Path, folder: Path) -> str:
    """Check a model, copy it into the data folder, put it in use, and return its version.

    Raises
    ------
    ModelError
        When it is damaged or foreign; then nothing changes.
    """
    version = load_model(folder).version
    kept = data_dir / FOLDER / version
    if not kept.exists():
        draft = kept.with_name(f".{version}.{os.getpid()}")
        shutil.copytree(folder, draft)
        draft.rename(kept)
    _write(data_dir, [*promoted(data_dir), version])
    return version


def rollback(data_dir: Path) -> str:
    """Put the model in use that was before the last promotion, and return its version or `shipped`."""
    versions = promoted(data_dir)[:-1]
    _write(data_dir, versions)
    return versions[-1] if versions else "shipped"


def _write(data_dir: Path, versions: list[str]) -> None:
    path = data_dir / FOLDER / _LIST
    draft = path.with_name(f"{_LIST}.{os.getpid()}")
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.write_text("".join(f"{version}\n" for version in versions), encoding="utf-8")
    draft.replace(path)
