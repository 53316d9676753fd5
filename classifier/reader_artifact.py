"""A second reader on disk: `encoder.onnx`, `tokenizer.json`, and `manifest.json` with what they are.

The manifest has the SHA-256 of both files, and in plain JSON how the reader is joined with one fast model.
The files are no code: an ONNX graph of standard operators, and a list of wordpieces.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.calibration import Calibration
from classifier.files import MANIFEST, ModelError, check_sum, read_described, sha256_of
from classifier.labels import LABELS
from classifier.policy_score import PolicyScore
from classifier.second_reading import Joining
from classifier.thresholds import BudgetCurve

FORMAT = 1
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
        "sha256": {name: sha256_of(folder / name) for name in (ENCODER, TOKENIZER)},
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
        check_sum(folder / name, str(sums.get(name)))
    return ReaderArtifact(version, joined_with, tokens, joining, folder / ENCODER, folder / TOKENIZER)


def read_reader_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the second reader in `folder`.

    Raises
    ------
    ModelError
        If it is missing, no JSON or of another format.
    """
    return read_described(
        folder, form=FORMAT, what="second readers", missing="there is no second reader here"
    )


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
        float(content["alone"]),
        BudgetCurve(**{name: _array(values) for name, values in content["curve"].items()}),
    )
    counts = (len(joining.fast_slopes), len(joining.reader_slopes), len(joining.calibrations))
    if set(counts) != {len(LABELS)}:
        raise ValueError(f"it joins {counts} labels, not {len(LABELS)}")
    if not 0 < joining.alone <= 1:
        raise ValueError(f"the fast model's share of the budgets is {joining.alone}")
    return joining


def _calibration(content: dict[str, Any]) -> Calibration:
    return Calibration(_array(content["scores"]), _array(content["log_odds"]))


def _array(values: list[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in values], np.float64)
