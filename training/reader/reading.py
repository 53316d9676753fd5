"""Scores of many texts by an exported encoder: long texts with long ones, so that little is padding."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from classifier.labels import LABELS
from classifier.second_reading import as_read

Floats = NDArray[np.float64]

HELD_OUT = "held-out.npy"
"""In a run's folder: scores of each row of the stream by the reader that has not seen it, NaN for others."""
_BATCH_TOKENS = 2048


def read_all(encoder: Path, tokenizer: Path, texts: Sequence[str], tokens: int, threads: int = 1) -> Floats:
    """Log-odds of each text, (texts, labels), each cut after so many `tokens`."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(encoder), options, providers=["CPUExecutionProvider"])
    ids = tokens_of(tokenizer, texts, tokens)
    scores = np.full((len(texts), len(LABELS)), np.nan)
    with tqdm(total=len(texts), desc="Reading again", unit="text") as progress:
        for batch in _batches([len(one) for one in ids]):
            table, mask = _padded([ids[i] for i in batch])
            [found] = session.run(["scores"], {"ids": table, "mask": mask})
            scores[batch] = found
            progress.update(len(batch))
    return scores


def tokens_of(tokenizer: Path, texts: Sequence[str], tokens: int) -> list[list[int]]:
    """The token ids of each text as it is read."""
    found = Tokenizer.from_file(str(tokenizer))
    found.no_padding()
    found.enable_truncation(tokens)
    return [one.ids for one in found.encode_batch([as_read(text) for text in texts])]


def _batches(lengths: Sequence[int]) -> list[NDArray[np.intp]]:
    order = np.argsort(lengths, kind="stable")
    batches, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end - start + 1) * lengths[order[end]] <= _BATCH_TOKENS:
            end += 1
        batches.append(order[start:end])
        start = end
    return batches


def _padded(ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    longest = max(map(len, ids))
    table = np.zeros((len(ids), longest), np.int64)
    mask = np.zeros_like(table)
    for row, one in enumerate(ids):
        table[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return table, mask
