"""Scores of many texts by an exported encoder: long texts with long ones, so that little is padding."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.encoder import open_encoder
from classifier.labels import LABELS
from classifier.wordpieces import STRETCHES, Wordpieces
from training.reader.batches import padded

Floats = NDArray[np.float64]

HELD_OUT = "held-out.npy"
"""In a run's folder: scores of each row of the stream by the reader that has not seen it, NaN for others."""
_BATCH_TOKENS = 2048


def read_all(
    encoder: Path,
    tokenizer: Path,
    texts: Sequence[str],
    tokens: int,
    *,
    most: int = STRETCHES,
    threads: int = 1,
) -> Floats:
    """Log-odds of each text, (texts, labels): the highest of its first `most` stretches of so many `tokens`.

    So the service reads a text, but that it leaves one that is longer to others.
    """
    wordpieces = Wordpieces(tokenizer, tokens)
    stretches = [wordpieces.of(text).ids[:most] for text in texts]
    starts = np.cumsum([0, *map(len, stretches)])[:-1]
    scores = _read([ids for text in stretches for ids in text], encoder, threads)
    return np.maximum.reduceat(scores, starts, axis=0) if len(texts) else scores


def _read(stretches: Sequence[Sequence[int]], encoder: Path, threads: int) -> Floats:
    session = open_encoder(encoder, threads=threads)
    scores = np.full((len(stretches), len(LABELS)), np.nan)
    with tqdm(total=len(stretches), desc="Reading again", unit="stretch") as progress:
        for batch in _batches([len(one) for one in stretches]):
            table, mask = padded([stretches[i] for i in batch])
            [found] = session.run(["scores"], {"ids": table, "mask": mask})
            scores[batch] = found
            progress.update(len(batch))
    return scores


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
