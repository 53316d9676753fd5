"""The second reader as a teacher: its probabilities of every text, labelled or not, in a table."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.calibration import sigmoid
from classifier.labels import LABELS
from classifier.reader_artifact import load_reader
from training.datasets.registry import read_corpus
from training.datasets.table import DataError
from training.reader.reading import HELD_OUT, read_all

Floats = NDArray[np.float64]

_DIGITS = 4
TAUGHT = tuple(label for label in LABELS if label not in {"spam", "threat"})
"""Spam keeps to its own evidence: it is from few sources, all of which the reader has seen. Of threats it has
seen too few, and tells them apart worse than the fast model does."""
_THREADS = 2


def teach(data: Path, reader: Path, out: Path, tokens: int, work: Path | None = None) -> int:
    """`out` is a CSV file of `text` and a probability for each label that it teaches; how many texts it has.

    The probabilities are the encoder's own, neither joined nor calibrated. Every text of the datasets is
    there once, held-back ones too: whoever learns from it leaves those out, as with labels. Of a long
    text the first stretch counts. With the folder `work` of the run that the reader is from, a row of the
    stream is judged by the half that has not seen it.

    Raises
    ------
    ModelError
        If there is no reader.
    DataError
        If `work` has no scores of these texts.
    """
    artifact = load_reader(reader)
    texts = read_corpus(data)["text"]
    scores = _held_out(work, len(texts)) if work else np.full((len(texts), len(LABELS)), np.nan)
    open_rows = np.isnan(scores[:, 0])
    asked = texts[open_rows].tolist()
    limit = min(tokens, artifact.tokens)
    scores[open_rows] = read_all(artifact.encoder, artifact.tokenizer, asked, limit, most=1, threads=_THREADS)
    table = pd.DataFrame(np.round(sigmoid(scores), _DIGITS), columns=list(LABELS))[list(TAUGHT)]
    table.insert(0, "text", texts)
    table = table.drop_duplicates("text", ignore_index=True)
    draft = out.with_name(f"{out.name}.partial")
    table.to_csv(draft, index=False)
    draft.replace(out)
    return len(table)


def _held_out(work: Path, texts: int) -> Floats:
    path = work / HELD_OUT
    if not path.exists():
        raise DataError(f"{path}: there is no such file; `fairword reader finish` makes it")
    scores: Floats = np.load(path)
    if len(scores) != texts:
        raise DataError(f"{path}: has {len(scores):,} texts, the datasets {texts:,}: the run was on others")
    return scores
