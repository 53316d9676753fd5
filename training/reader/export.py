"""From trained weights to what is served: an ONNX graph with weights of eight bits."""

import warnings
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch

import classifier.encoder  # noqa: F401 - keeps quiet what the next line loads

# isort: split
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.reader.fitting import State
from training.reader.network import Reader, Shape

_OPSET = 17
_BIAS = "source_bias"


def export_encoder(shape: Shape, weights: State, path: Path) -> None:
    """`path` holds the reader as an ONNX graph from `ids` and `mask` to `scores`, in eight bits.

    Weights keep to seven bits, so that sums of products fit into the sixteen bits that older processors add
    them up in: every machine gives the same scores.
    """
    reader = Reader(shape)
    reader.load_state_dict({name: value for name, value in weights.items() if name != _BIAS})
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        _to_onnx(reader.eval(), plain)
        draft = path.with_name(f"{path.name}.partial")
        quantize_dynamic(
            plain,
            draft,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    model = onnx.load(draft)
    onnx.helper.set_model_props(model, {name: str(value) for name, value in asdict(shape).items()})
    onnx.save(model, draft)
    draft.replace(path)


def _to_onnx(reader: Reader, path: Path) -> None:
    ids = torch.ones(2, 5, dtype=torch.int64)
    with warnings.catch_warnings():
        # The newer exporter brings a second library for the same graph.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            reader,
            (ids, torch.ones_like(ids)),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=["ids", "mask"],
            output_names=["scores"],
            dynamic_axes={
                "ids": {0: "texts", 1: "tokens"},
                "mask": {0: "texts", 1: "tokens"},
                "scores": {0: "texts"},
            },
        )
