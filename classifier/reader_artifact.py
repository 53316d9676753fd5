"""A second reader on disk: `encoder.onnx`, `tokenizer.json`, and `manifest.json` with what they are.

The manifest has the SHA-256 of both files, and in plain JSON how the reader is joined with one fast model.
The files are no code: an ONNX graph of standard operators, and a list of wordpieces.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.artifact import ModelError
from classifier.calibration import Calibration
from classifier.labels import LABELS
from classifier.policy_score import PolicyScore
from classifier.second_reading import Joining
from classifier.thresholds import BudgetCurve

FORMAT = 1
MANIFEST = "manifest.json"
ENCODER = "encoder.onnx"
TOKENIZER = "tokenizer.json"


@dataclass(frozen=True)
class ReaderArtifact:
    """A second reader, checked, not yet running."""

    version: str
    joined_with: str
    """Version of the fast model that its joining was measured with; with another it proves nothing."""
    tokens: int
    """Where texts are cut, the special tokens included."""
    joining: Joining
    encoder: Path
    tokenizer: Path


def save_manifest(
    folder: Path, *, version: str, joined_with: str, tokens: int, joining: Joining, facts: dict[str, Any]
) -> None:
    """The encoder and tokenizer that lie in `folder` are a second reader, joined with one fast model."""
    manifest = {
        "format": FORMAT,
        "version": version,
        "sha256": {name: _sha256(folder / name) for name in (ENCODER, TOKENIZER)},
        "labels": list(LABELS),
        "tokens": tokens,
        "joined_with": joined_with,
        "joining": _described(joining),
        **facts,
    }
    draft = folder / f"{MANIFEST}.partial"
    draft.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(folder / MANIFEST)


def load_reader(folder: Path) -> ReaderArtifact:
    """The second reader in `folder`.

    Raises
    ------
    ModelError
        If a file is missing, damaged, of another format or not what the manifest says.
    """
    manifest = read_reader_manifest(folder)
    path = folder / MANIFEST
    try:
        joining = _joining(manifest["joining"])
        version, joined_with = str(manifest["version"]), str(manifest["joined_with"])
        tokens, sums = int(manifest["tokens"]), dict(manifest["sha256"])
        labels = tuple(manifest["labels"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: not a second reader's manifest: {error!r}") from error
    if labels != LABELS:
        raise ModelError(f"{path}: its labels are {', '.join(map(str, labels))}, not {', '.join(LABELS)}")
    for name in (ENCODER, TOKENIZER):
        _check(folder / name, str(sums.get(name)))
    return ReaderArtifact(version, joined_with, tokens, joining, folder / ENCODER, folder / TOKENIZER)


def read_reader_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the second reader in `folder`.

    Raises
    ------
    ModelError
        If it is missing, no JSON or of another format.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{path}: there is no second reader here") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ModelError(f"{path}: this Fairword reads second readers of format {FORMAT}")
    return manifest


def _check(path: Path, expected: str) -> None:
    try:
        found = _sha256(path)
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error}") from error
    if found != expected:
        raise ModelError(
            f"{path}: damaged or changed: its SHA-256 is {found[:12]}…, the manifest says {expected[:12]}…"
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _described(joining: Joining) -> dict[str, Any]:
    """The joining in plain JSON; budgets without a threshold have null."""
    content = asdict(joining)
    listed: dict[str, Any] = _listed(content)
    return listed


def _listed(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _listed(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_listed(value) for value in content]
    if isinstance(content, np.ndarray):
        return [None if np.isnan(value) else round(float(value), 9) for value in content]
    return content


def _joining(content: dict[str, Any]) -> Joining:
    policy = content["policy_score"]
    joining = Joining(
        _array(content["fast_slopes"]),
        _array(content["reader_slopes"]),
        tuple(_calibration(one) for one in content["calibrations"]),
        PolicyScore(
            tuple(int(i) for i in policy["abuse"]), int(policy["spam"]), _calibration(policy["calibration"])
        ),
        BudgetCurve(**{name: _array(values) for name, values in content["curve"].items()}),
    )
    counts = (len(joining.fast_slopes), len(joining.reader_slopes), len(joining.calibrations))
    if set(counts) != {len(LABELS)}:
        raise ValueError(f"it joins {counts} labels, not {len(LABELS)}")
    return joining


def _calibration(content: dict[str, Any]) -> Calibration:
    return Calibration(_array(content["scores"]), _array(content["log_odds"]))


def _array(values: list[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in values], np.float64)
