"""What the folders of all models have: a manifest in JSON that says the format, and files with a SHA-256."""

import hashlib
import json
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


class ModelError(Exception):
    """A model can't be used: names the file and what is wrong with it."""


def read_described(folder: Path, *, form: int, what: str, missing: str) -> dict[str, Any]:
    """The manifest in `folder`, of a model of a kind that is called `what`, in the format `form`.

    Raises
    ------
    ModelError
        If it is missing (`missing` says so), no JSON or of another format.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{path}: {missing}") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != form:
        raise ModelError(f"{path}: this Fairword reads {what} of format {form}; train or fetch one again")
    return manifest


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_sum(path: Path, expected: str) -> None:
    """Nothing, if the file at `path` is what its manifest says.

    Raises
    ------
    ModelError
        If it can't be read or has another sum.
    """
    try:
        found = sha256_of(path)
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error}") from error
    if found != expected:
        raise ModelError(
            f"{path}: damaged or changed: its SHA-256 is {found[:12]}…, the manifest says {expected[:12]}…"
        )
