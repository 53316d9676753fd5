import hashlib
import json
import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from classifier import SHIPPED_MODEL
from classifier.artifact import ARRAYS, load_model, save_model
from classifier.files import MANIFEST, ModelError
from classifier.model import Model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "model"))


def reseal(folder: Path, **changes: Any) -> None:
    """Make the manifest agree with the arrays file, as whoever crafted it would."""
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sha256"] = hashlib.sha256((folder / ARRAYS).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest | changes))


def test_a_saved_model_loads_and_judges_the_same(model: Model, tmp_path: Path) -> None:
    save_model(model, tmp_path, {"note": "kept"})
    again = load_model(tmp_path)
    texts = ["Thank you", "you idiot"]
    assert again.assess(texts) == model.assess(texts)
    assert again.version == model.version
    assert json.loads((tmp_path / MANIFEST).read_text())["note"] == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, ARRAYS]


def test_saving_twice_gives_the_same_bytes(model: Model, tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_model(model, tmp_path / name, {})
    assert (tmp_path / "one" / ARRAYS).read_bytes() == (tmp_path / "two" / ARRAYS).read_bytes()


def test_weights_are_mapped_from_the_file_and_cannot_be_written(model: Model) -> None:
    assert isinstance(model.scorer.weights.base, np.memmap)
    assert not model.scorer.weights.flags.writeable


def test_the_weights_of_a_bucket_lie_together_so_that_a_text_reads_only_its_own(
    model: Model, tmp_path: Path
) -> None:
    by_label = replace(model, scorer=replace(model.scorer, weights=np.asfortranarray(model.scorer.weights)))
    save_model(by_label, tmp_path, {})
    assert load_model(tmp_path).scorer.weights.flags.c_contiguous
    assert model.scorer.weights.flags.c_contiguous


def test_the_shipped_model_is_small_enough_for_the_repository() -> None:
    assert sum(path.stat().st_size for path in SHIPPED_MODEL.iterdir()) <= 8_000_000


class Attack:
    """Runs a command when it is unpickled by the book."""

    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.witness}",)


@pytest.mark.parametrize("write", [joblib.dump, lambda value, path: path.write_bytes(pickle.dumps(value))])
def test_a_crafted_file_runs_nothing(folder: Path, tmp_path: Path, write: Any) -> None:
    witness = tmp_path / "it-ran"
    write({"weights": Attack(witness)}, folder / ARRAYS)
    reseal(folder)
    with pytest.raises(ModelError, match=r"model\.joblib: .*system, which no model contains"):
        load_model(folder)
    assert not witness.exists()


def test_an_attack_inside_an_array_of_objects_runs_nothing(folder: Path, tmp_path: Path) -> None:
    witness = tmp_path / "it-ran"
    joblib.dump({"weights": np.array([Attack(witness)], dtype=object)}, folder / ARRAYS)
    reseal(folder)
    with pytest.raises(ModelError, match="an array of objects"):
        load_model(folder)
    assert not witness.exists()


def test_a_changed_file_is_not_even_opened(folder: Path, tmp_path: Path) -> None:
    witness = tmp_path / "it-ran"
    joblib.dump(Attack(witness), folder / ARRAYS)
    with pytest.raises(ModelError, match=r"model\.joblib: damaged or changed: its SHA-256"):
        load_model(folder)
    assert not witness.exists()


@pytest.mark.parametrize("kept", [0, 10, 1000, 100_000])
def test_a_truncated_file_is_named(folder: Path, kept: int) -> None:
    (folder / ARRAYS).write_bytes((folder / ARRAYS).read_bytes()[:kept])
    with pytest.raises(ModelError, match=r"model\.joblib: damaged or changed"):
        load_model(folder)
    reseal(folder)
    with pytest.raises(ModelError, match=r"model\.joblib: not the arrays of a Fairword model"):
        load_model(folder)


@pytest.mark.parametrize("content", [b"PK\x03\x04 a zip", b"\x00" * 1000, b"{}", b"\x80\x04."])
def test_a_foreign_file_is_named(folder: Path, content: bytes) -> None:
    (folder / ARRAYS).write_bytes(content)
    reseal(folder)
    with pytest.raises(ModelError, match=r"model\.joblib: not the arrays of a Fairword model"):
        load_model(folder)


@pytest.mark.parametrize("value", [[1, 2], "text", {}, {"labels": []}, None, 5])
def test_something_else_than_a_model_is_named(folder: Path, value: Any) -> None:
    joblib.dump(value, folder / ARRAYS)
    reseal(folder)
    with pytest.raises(ModelError, match=r"model\.joblib: not the arrays of a Fairword model"):
        load_model(folder)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("weights", lambda array: array.astype(np.float32)),
        ("weights", lambda array: array[:-1]),
        ("weights", lambda array: array[:, :-1]),
        ("steps", lambda array: array[:-1]),
        ("intercepts", lambda array: array.astype(np.float32)),
        ("intercepts", lambda array: array.tolist()),
    ],
)
def test_an_array_of_another_type_or_shape_is_named(folder: Path, name: str, change: Any) -> None:
    content = joblib.load(folder / ARRAYS)
    joblib.dump(content | {name: change(content[name])}, folder / ARRAYS)
    reseal(folder)
    with pytest.raises(ModelError, match=f"{name} should be"):
        load_model(folder)


@pytest.mark.parametrize("missing", [ARRAYS, MANIFEST])
def test_a_missing_file_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=missing):
        load_model(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        load_model(tmp_path / "nowhere")


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"format": 99}', '{"format": 1}', "\udcff"])
def test_a_manifest_that_is_none_is_named(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError, match=r"manifest\.json"):
        load_model(folder)


def test_labels_that_differ_from_the_manifest_are_refused(folder: Path) -> None:
    reseal(folder, labels=["toxicity"])
    with pytest.raises(ModelError, match="labels are not the manifest's"):
        load_model(folder)
