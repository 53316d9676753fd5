import json
from pathlib import Path

import numpy as np
import pytest

from classifier.files import ModelError
from classifier.labels import LABELS
from classifier.reader_artifact import load_reader
from classifier.second_reading import as_read
from tests.support.tiny_reader import (
    APPROVE_BELOW,
    REJECT_FROM,
    TOKENS,
    VERSION,
    a_joining,
    write_tiny_reader,
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    found = load_reader(write_tiny_reader(tmp_path, "a-model"))
    assert (found.version, found.joined_with, found.tokens) == (VERSION, "a-model", TOKENS)
    fast, reader = [0.5] * len(LABELS), [-1.0] * len(LABELS)
    assert found.joining.assess("Hello there", fast, reader) == a_joining().assess(
        "Hello there", fast, reader
    )
    limits = found.joining.thresholds(leak=0.01, overblock=0.05)
    assert (limits.approve_below, limits.reject_from) == (APPROVE_BELOW, REJECT_FROM)


def test_a_budget_that_nothing_proves_decides_nobody_after_loading(tmp_path: Path) -> None:
    write_tiny_reader(tmp_path)
    path = tmp_path / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["joining"]["curve"]["approve_below"] = [None, None]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert load_reader(tmp_path).joining.thresholds(leak=0.01, overblock=0.05).approve_below is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("format", 99, "reads second readers of format 1"),
        ("labels", ["toxicity"], "its labels are toxicity, not"),
        ("joining", {}, "not a second reader's manifest"),
        ("tokens", None, "not a second reader's manifest"),
        ("sha256", {"encoder.onnx": "0" * 64}, "damaged or changed"),
    ],
)
def test_a_wrong_manifest_is_named_with_what_is_wrong(
    tmp_path: Path, field: str, value: object, message: str
) -> None:
    path = write_tiny_reader(tmp_path) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {field: value}), encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load_reader(tmp_path)


def test_a_joining_of_too_few_labels_is_refused(tmp_path: Path) -> None:
    path = write_tiny_reader(tmp_path) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["joining"]["fast_slopes"] = [1.0]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="joins"):
        load_reader(tmp_path)


def test_the_encoder_gets_a_text_without_its_disguise_and_no_novel() -> None:
    assert as_read("You are an i d i o t") == "you are an idiot"
    assert len(as_read("word " * 20_000)) <= 10_000
    assert np.isfinite(a_joining().scores(np.zeros(7), np.zeros(7))).all()
