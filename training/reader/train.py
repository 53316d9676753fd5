"""From labelled texts to a second reader.

Two readers learn at once, each on a core of its own. In the first stage they share the rows of other sources
between them, and their mean goes on; in the second each learns one half of the stream's rows. Their mean is
what is served, and each judges the other's half: the held-out scores that thresholds are proven on.
"""

import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from classifier.labels import LABELS
from classifier.second_reading import as_read
from training.config import TrainingConfig
from training.datasets.registry import read_corpus
from training.reader.base import Base, load_base
from training.reader.config import ReaderConfig
from training.reader.fitting import Fitting, Stage, State, averaged, save_whole, start_weights
from training.reader.network import Shape
from training.reader.rows import HALVES, Lessons, Places, Rows, divide, lessons_of, source_biases
from training.reader.setup import set_up

_FIRST_STAGE = 0.42  # of the time
TOKENIZER = "tokenizer.json"


class StageError(Exception):
    """A stage of the training did not end."""


def train_reader(data: Path, base: Path, work: Path, fast: TrainingConfig, config: ReaderConfig) -> None:
    """Train a second reader, with everything that the run needs to go on in `work`.

    Raises
    ------
    DataError
        If a dataset or the encoder is missing or damaged.
    ConfigError
        If `work` holds another run.
    """
    set_up(work, data, fast, config)
    rows = divide(read_corpus(data), fast, config)
    texts = [as_read(text) for text in tqdm(rows.corpus["text"], "Normalising", unit="text")]
    found, shape = _prepare(rows, texts, base, work, config)
    ids = _tokens(found, texts, rows, config)
    biases = source_biases(_taught(rows))
    start = start_weights(shape, found.weights, biases.start, biases.natural, config.seed)
    save_whole(start, work / "start.pt")
    free = torch.from_numpy(biases.free).float()
    minutes = config.minutes * _FIRST_STAGE
    teaching = _Teaching(rows, ids, shape, free, config, work)
    shared = teaching.both(rows.first, start, "first", minutes, final_rate=0.7)
    middle = averaged(*shared)
    minutes = config.minutes - minutes
    pair = teaching.both(rows.second, middle, "second", minutes, final_rate=0.0)
    save_whole(averaged(*pair), work / "final.pt")


def _prepare(
    rows: Rows, texts: list[str], base: Path, work: Path, config: ReaderConfig
) -> tuple[Base, Shape]:
    used = np.concatenate([*rows.first, *rows.second])
    found = load_base(base, [texts[i] for i in used], config.vocabulary, config.served_tokens)
    found.tokenizer.save(str(work / TOKENIZER))
    size = len(found.weights["embeddings.word_embeddings.weight"])
    shape = Shape(size, config.served_tokens, len(LABELS))
    return found, shape


def _taught(rows: Rows) -> pd.DataFrame:
    return rows.corpus.iloc[np.concatenate([*rows.first, *rows.second])]


def _tokens(base: Base, texts: list[str], rows: Rows, config: ReaderConfig) -> list[list[int]]:
    """The tokens of each row that is learned from; none of the others'."""
    base.tokenizer.enable_truncation(config.tokens)
    used = np.concatenate([*rows.first, *rows.second])
    ids: list[list[int]] = [[] for _ in texts]
    for place, one in zip(used, base.tokenizer.encode_batch([texts[i] for i in used]), strict=True):
        ids[place] = one.ids
    return ids


@dataclass(frozen=True)
class _Teaching:
    """What both stages share."""

    rows: Rows
    ids: list[list[int]]
    shape: Shape
    free: torch.Tensor
    config: ReaderConfig
    work: Path

    def both(
        self, places: tuple[Places, Places], weights: State, name: str, minutes: float, *, final_rate: float
    ) -> tuple[State, State]:
        """Both readers after a stage, each run in a process of its own."""
        context = multiprocessing.get_context("fork")
        children = []
        for side in range(HALVES):
            seed = self.config.seed + 10 * side + len(name) * 100
            stage = Stage(f"{name}-{side}", minutes, final_rate, seed)
            lessons = lessons_of(self.rows, places[side], self.ids, self.config)
            fitting = Fitting(self.shape, weights, self.free, self.config, stage)
            children.append(context.Process(target=_run, args=(fitting, lessons, self.work)))
        for child in children:
            child.start()
        for child in children:
            child.join()
        if any(child.exitcode for child in children):
            raise StageError(f"stage {name} was interrupted; run it again to go on from its last checkpoint")
        ends = [torch.load(self.work / f"{name}-{side}.pt", weights_only=True) for side in range(HALVES)]
        return ends[0], ends[1]


def _run(fitting: Fitting, lessons: Lessons, work: Path) -> None:
    torch.set_num_threads(1)
    fitting.run(lessons, work)
