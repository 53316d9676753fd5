"""A model on disk: `model.joblib` with the arrays, `manifest.json` with what they are and their SHA-256.

A pickled file is code to whoever loads it. Here the file must first match the manifest's checksum and is then
read by an unpickler that knows NumPy arrays and plain containers only, so that a crafted file cannot run
anything; but a manifest can be crafted with it, so model files should come from whom one trusts all the same.
"""

import json
import pickle
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import joblib
import numpy as np
from joblib.numpy_pickle import NumpyArrayWrapper, NumpyUnpickler

from classifier.calibration import Calibration
from classifier.features import FeatureSpace
from classifier.files import MANIFEST, ModelError, check_sum, read_described, sha256_of
from classifier.model import Model
from classifier.policy_score import PolicyScore
from classifier.scorer import Scorer
from classifier.thresholds import BudgetCurve

FORMAT = 3
ARRAYS = "model.joblib"


def save_model(model: Model, directory: Path, facts: dict[str, Any]) -> None:
    """`directory` holds `model`; the manifest has its version, checksum, labels and `facts`.

    Both files are complete before either takes its place, so that no error leaves half a model, and what a
    running process has mapped stays as it was. An interruption between the two shows as a wrong checksum.
    """
    directory.mkdir(parents=True, exist_ok=True)
    arrays, described = directory / f"{ARRAYS}.partial", directory / f"{MANIFEST}.partial"
    try:
        joblib.dump(_pack(model), arrays, protocol=4)
        manifest = {
            "format": FORMAT,
            "version": model.version,
            "sha256": sha256_of(arrays),
            "labels": list(model.labels),
            **facts,
        }
        described.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        arrays.replace(directory / ARRAYS)
        described.replace(directory / MANIFEST)
    finally:
        arrays.unlink(missing_ok=True)
        described.unlink(missing_ok=True)


def load_model(directory: Path) -> Model:
    """The model in `directory`, its arrays memory-mapped.

    Raises
    ------
    ModelError
        If a file is missing, damaged, of another format or not what the manifest says.
    """
    manifest = read_manifest(directory)
    path = directory / ARRAYS
    check_sum(path, manifest["sha256"])
    content = _load(path)
    try:
        return _unpack(content, manifest)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ModelError(f"{path}: not the arrays of a Fairword model: {error}") from error


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest in `directory`.

    Raises
    ------
    ModelError
        If it is missing, no JSON, of another format or lacks a field.
    """
    missing = f"there is no model here; a model's folder has {MANIFEST} and {ARRAYS}"
    manifest = read_described(directory, form=FORMAT, what="models", missing=missing)
    for name, kind in (("version", str), ("sha256", str), ("labels", list)):
        if not isinstance(manifest.get(name), kind):
            raise ModelError(f"{directory / MANIFEST}: the field {name!r} is missing or wrong")
    return manifest


class _PlainArray(NumpyArrayWrapper):  # type: ignore[misc]
    """Joblib's array on disk, but never of objects, which it would read with the plain unpickler."""

    def read(self, unpickler: Any, ensure_native_byte_order: bool) -> Any:  # noqa: FBT001
        dtype = np.dtype(self.dtype)
        if dtype.hasobject or self.subclass is not np.ndarray:
            raise pickle.UnpicklingError("an array of objects")
        return super().read(unpickler, ensure_native_byte_order)


_ADMITTED = {
    ("joblib.numpy_pickle", "NumpyArrayWrapper"): _PlainArray,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class _ArraysOnly(NumpyUnpickler):  # type: ignore[misc]
    """Reads NumPy arrays of numbers, numbers, strings and plain containers; refuses every other name."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"it names {module}.{name}, which no model contains") from None


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        try:
            return _unpickler(path, file).load()
        except Exception as error:  # a crafted or cut file can fail in any way that reading can
            raise ModelError(f"{path}: not the arrays of a Fairword model: {error}") from error


def _unpickler(path: Path, file: IO[bytes]) -> NumpyUnpickler:
    return _ArraysOnly(str(path), file, ensure_native_byte_order=False, mmap_mode="r")


def _pack(model: Model) -> dict[str, Any]:
    """The model as plain arrays and containers; arrays that are mapped from a file become plain ones.

    A bucket's weights lie together, so that taking a text's rows reads these rows only.
    """
    return {
        "labels": list(model.labels),
        "space": asdict(model.scorer.space),
        "weights": np.ascontiguousarray(model.scorer.weights),
        "steps": np.asarray(model.scorer.steps),
        "intercepts": np.asarray(model.scorer.intercepts),
        "calibrations": [_pack_calibration(c) for c in model.calibrations],
        "policy_score": {
            "abuse": list(model.policy_score.abuse),
            "spam": model.policy_score.spam,
            "calibration": _pack_calibration(model.policy_score.calibration),
        },
        "curve": {name: np.asarray(array) for name, array in asdict(model.curve).items()},
    }


def _pack_calibration(calibration: Calibration) -> dict[str, Any]:
    return {name: np.asarray(array) for name, array in asdict(calibration).items()}


def _unpack(content: dict[str, Any], manifest: dict[str, Any]) -> Model:
    labels = tuple(content["labels"])
    if labels != tuple(manifest["labels"]):
        raise ValueError("its labels are not the manifest's")
    space = FeatureSpace(**content["space"])
    count = len(labels)
    scorer = Scorer(
        space,
        _array(content, "weights", np.int16, (space.width, count + 1)),
        _array(content, "steps", np.float64, (count + 1,)),
        _array(content, "intercepts", np.float64, (count,)),
    )
    calibrations = tuple(_calibration(one) for one in content["calibrations"])
    if len(calibrations) != count:
        raise ValueError(f"it has {len(calibrations)} calibrations for {count} labels")
    policy = content["policy_score"]
    policy_score = PolicyScore(
        tuple(int(i) for i in policy["abuse"]), int(policy["spam"]), _calibration(policy["calibration"])
    )
    curve = BudgetCurve(**{name: _array(content["curve"], name, np.float64) for name in content["curve"]})
    return Model(manifest["version"], labels, scorer, calibrations, policy_score, curve)


def _calibration(content: dict[str, Any]) -> Calibration:
    return Calibration(*(_array(content, name, np.float64) for name in ("scores", "log_odds")))


def _array(content: dict[str, Any], name: str, dtype: type, shape: tuple[int, ...] | None = None) -> Any:
    array = content[name]
    if not isinstance(array, np.ndarray) or array.dtype != dtype or array.shape != (shape or array.shape):
        found = f"{array.dtype} {array.shape}" if isinstance(array, np.ndarray) else type(array).__name__
        raise ValueError(f"{name} should be {np.dtype(dtype)} {shape or ''}, got {found}")
    return array
