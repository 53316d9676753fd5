"""From trained readers to one that can be served: exported, joined with a fast model, thresholds proven."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray

from classifier.artifact import read_manifest
from classifier.files import sha256_of
from classifier.labels import LABELS
from classifier.reader_artifact import ENCODER, TOKENIZER, save_manifest
from training.config import TrainingConfig
from training.datasets.table import DataError
from training.reader.config import ReaderConfig
from training.reader.cross_fitting import cross_fitted
from training.reader.export import export_encoder
from training.reader.fast import FastScores, fast_scores
from training.reader.joining import Unseen, join
from training.reader.network import Shape
from training.reader.reading import HELD_OUT, read_all
from training.reader.rows import HALVES, halves_of
from training.reader.setup import config_of, raise_if_seen
from training.split import held_back_rows
from training.stream import kinds_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_WEIGHTS = ("second-0.pt", "second-1.pt", "final.pt")
_FINAL = 2


@dataclass(frozen=True)
class Finishing:
    """What a training run left, on its way to a reader that is served."""

    work: Path
    config: ReaderConfig

    def encoder(self, which: int) -> Path:
        """The exported reader of half 0 or 1, or of both (2), exported if it was not."""
        path = self.work / f"encoder-{which}.onnx"
        if not path.exists():
            weights = self._weights(which)
            size = len(weights["embeddings.word_embeddings.weight"])
            export_encoder(Shape(size, self.config.served_tokens, len(LABELS)), weights, path)
        return path

    def _weights(self, which: int) -> dict[str, torch.Tensor]:
        path = self.work / _WEIGHTS[which]
        if not path.exists():
            raise DataError(f"{path}: there is no such file; `fairword reader train` ends with it")
        weights: dict[str, torch.Tensor] = torch.load(path, weights_only=True)
        return weights

    def held_out(self, fast: FastScores) -> Floats:
        """The scores of each row of the stream by the reader that has not seen it; NaN for other rows."""
        half = halves_of(fast.corpus, fast.config)
        open_rows = (kinds_of(fast.corpus) >= 0) & ~held_back_rows(fast.corpus, fast.config)
        scores = np.full((len(fast.corpus), len(LABELS)), np.nan)
        context = multiprocessing.get_context("spawn")
        with context.Pool(HALVES) as pool:
            asked = [
                (which, np.flatnonzero(open_rows & (half != which)), fast.corpus) for which in range(HALVES)
            ]
            for (which, places, _), found in zip(asked, pool.starmap(self._read, asked), strict=True):
                scores[places] = found
                print(f"reader {which}: {len(places):,} texts that it has not seen")  # noqa: T201
        np.save(self.work / HELD_OUT, scores)
        return scores

    def _read(self, which: int, places: NDArray[np.intp], corpus: pd.DataFrame) -> Floats:
        texts = corpus["text"].iloc[places].tolist()
        return self._kept(
            f"read-{which}.npy",
            lambda: read_all(self.encoder(which), self.work / TOKENIZER, texts, self.config.served_tokens),
        )

    def _kept(self, name: str, read: Callable[[], Floats]) -> Floats:
        path = self.work / name
        if not path.exists():
            draft = self.work / f"partial-{name}"
            np.save(draft, read())
            draft.replace(path)
        kept: Floats = np.load(path)
        return kept


def finish(data: Path, work: Path, model: Path, out: Path) -> str:
    """`out` holds the reader that was trained in `work`, joined with the fast model in `model`; its version.

    What was done before is not done again: joined with another fast model, no text is read twice.

    Raises
    ------
    DataError
        If the training has not ended.
    ConfigError
        If the fast model was trained on other data, or the reader with another seed or on other data.
    """
    config = config_of(work)
    raise_if_seen(work, data, TrainingConfig.of(read_manifest(model)))
    finishing, fast = Finishing(work, config), fast_scores(data, model, work)
    encoder = finishing.encoder(_FINAL)
    reader = finishing.held_out(fast)
    rows = Unseen(fast.corpus, fast.scores, reader).at(~np.isnan(reader[:, 0]))
    joining = join(fast.model, rows, fast.config)
    out.mkdir(parents=True, exist_ok=True)
    copyfile(encoder, out / ENCODER)
    copyfile(work / TOKENIZER, out / TOKENIZER)
    version = f"{datetime.now(UTC):%Y.%m.%d}-{sha256_of(encoder)[:8]}"
    facts = {
        "config": config.facts(),
        "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cross_fitted": cross_fitted(fast.model, rows, fast.config),
    }
    save_manifest(
        out,
        version=version,
        joined_with=fast.model.version,
        tokens=config.served_tokens,
        joining=joining,
        facts=facts,
    )
    return version
