"""The runtime of encoders, told to tell nobody.

Official builds of onnxruntime send their maker how and with which models they are used, unless the
environment says otherwise before they are loaded (docs/Privacy.md of
https://github.com/microsoft/onnxruntime). So whatever needs the library gets it from here.
"""

import os
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime


def open_encoder(path: Path, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """The encoder in a file, in memory."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.enable_cpu_mem_arena = False  # keeps what the longest text took for good
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
