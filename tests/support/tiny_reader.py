"""A second reader of a few words, in the files that a real one has."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from classifier import SHIPPED_MODEL
from classifier.artifact import read_manifest
from classifier.calibration import Calibration
from classifier.labels import LABELS
from classifier.policy_score import PolicyScore
from classifier.reader_artifact import ENCODER, TOKENIZER, save_manifest
from classifier.second_reading import Joining
from classifier.thresholds import BudgetCurve

WORDS: Mapping[str, float] = {"lovely": -8.0, "horrible": 8.0}
"""What each adds to every label but spam; every other word adds nothing."""
VERSION = "tiny"
APPROVE_BELOW, REJECT_FROM = 0.1, 0.9
ALONE = 0.5
TOKENS = 16


def write_tiny_reader(folder: Path, joined_with: str | None = None) -> Path:
    """`folder` holds a reader that is joined with the shipped model, or the one named."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: place for place, word in enumerate(("[UNK]", *WORDS))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / TOKENIZER))
    onnx.save(_encoder(), folder / ENCODER)
    save_manifest(
        folder,
        version=VERSION,
        joined_with=joined_with or read_manifest(SHIPPED_MODEL)["version"],
        tokens=TOKENS,
        joining=a_joining(),
        facts={},
    )
    return folder


def a_joining(approve_below: float = APPROVE_BELOW, reject_from: float = REJECT_FROM) -> Joining:
    """A joining in which only the reader's scores count."""
    count, line, budgets = len(LABELS), Calibration.line(1.0, 0.0), np.array([0.001, 0.5])
    abuse = tuple(place for place, label in enumerate(LABELS) if label != "spam")
    return Joining(
        np.zeros(count),
        np.ones(count),
        (line,) * count,
        PolicyScore(abuse, LABELS.index("spam"), line),
        ALONE,
        BudgetCurve(budgets, np.full(2, approve_below), budgets, np.full(2, reject_from)),
    )


def _encoder() -> onnx.ModelProto:
    """The sum over a text's words of what each adds."""
    adds = np.zeros((len(WORDS) + 1, len(LABELS)), np.float32)
    adds[1:, : LABELS.index("spam")] = np.array([*WORDS.values()], np.float32)[:, None]
    table = numpy_helper.from_array(adds, "table")
    axis = numpy_helper.from_array(np.array([1]), "axis")
    last = numpy_helper.from_array(np.array([2]), "last")
    spam = np.zeros(len(LABELS), np.float32)
    spam[LABELS.index("spam")] = -8.0
    start = numpy_helper.from_array(spam, "start")
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["each"]),
        helper.make_node("Cast", ["mask"], ["there"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["there", "last"], ["column"]),
        helper.make_node("Mul", ["each", "column"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "axis"], ["sum"], keepdims=0),
        helper.make_node("Add", ["sum", "start"], ["scores"]),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("ids", "mask")
    ]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["texts", len(LABELS)])]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, [table, axis, last, start])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
