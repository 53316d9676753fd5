"""Which rows the second reader learns from, in which half and stage, and what they teach."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.labels import LABELS
from training.config import TrainingConfig
from training.corpus import parts_of, targets_of
from training.reader.config import ReaderConfig
from training.split import held_back_rows
from training.stream import kinds_of

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

HALVES = 2
_FEWEST = 0.01
_UNSURE = 1e-3


@dataclass(frozen=True)
class Rows:
    """A corpus and what each row is for.

    Each of two readers learns the rows of the stream, natural ones and spam, of one half of all groups of
    near-duplicates, so that every such row has a reader that has not seen it, nor anything like it.
    """

    corpus: pd.DataFrame
    first: tuple[Places, Places]
    """Rows of the first stage, for either reader; none is near to a row of the stream."""
    second: tuple[Places, Places]


def halves_of(corpus: pd.DataFrame, fast: TrainingConfig) -> NDArray[np.int64]:
    """0 or 1 for each row, by its group: which reader learns it where it stands in the stream."""
    return parts_of(corpus["group"], HALVES, fast.seed + 2)


def divide(corpus: pd.DataFrame, fast: TrainingConfig, config: ReaderConfig) -> Rows:
    """The rows of `corpus` that the fast model's training may see, divided between readers and stages."""
    half = halves_of(corpus, fast)
    streamed = (kinds_of(corpus) >= 0) | _of_spam_sources(corpus)
    alike = corpus["group"].isin(set(corpus.loc[streamed, "group"])).to_numpy(bool)
    used = _sample(corpus, ~held_back_rows(corpus, fast), config)
    halved, others = used[alike[used]], used[~alike[used]]
    random = np.random.default_rng(config.seed)
    later = random.random(len(others)) < config.later_share
    own = random.integers(HALVES, size=len(others))
    first = [others[~later & (own == side)] for side in range(HALVES)]
    second = [
        np.concatenate((halved[half[halved] == side], others[later & (own == side)]))
        for side in range(HALVES)
    ]
    return Rows(corpus, (first[0], first[1]), (second[0], second[1]))


def _of_spam_sources(corpus: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows of sources that have spam: spam stands in the stream wherever it is from."""
    most = corpus.groupby("source")["spam"].transform("max")
    spammed: NDArray[np.bool_] = (most >= 0.5).to_numpy(bool)  # noqa: PLR2004
    return spammed


def _sample(corpus: pd.DataFrame, usable: NDArray[np.bool_], config: ReaderConfig) -> Places:
    chosen = []
    for source, members in corpus[usable].groupby("source"):
        most = config.most_rows.get(str(source), len(members))
        chosen.append(members.sample(min(most, len(members)), random_state=config.seed).index.to_numpy())
    return np.sort(np.concatenate(chosen)).astype(np.intp)


@dataclass(frozen=True)
class SourceBiases:
    """What is added to a row's scores in training for where it comes from, and dropped afterwards."""

    names: tuple[str, ...]
    start: Floats
    """(sources, labels): the sources' log-odds against the natural rows'."""
    free: Floats
    """(sources, labels): 1 where a source has a bias, 0 for natural ones and where it is of one class."""
    natural: Floats
    """(labels,): log-odds of the natural rows."""


def source_biases(corpus: pd.DataFrame) -> SourceBiases:
    """The biases that training starts from."""
    natural = corpus.loc[corpus["natural"], list(LABELS)].mean().to_numpy(float)
    base = _log_odds(np.where(np.isnan(natural) | (natural <= 0), 0.01, natural))
    names = tuple(sorted(corpus["source"].unique()))
    rates = corpus.groupby("source")[list(LABELS)].mean().loc[list(names)].to_numpy(float)
    streams = np.array([bool(corpus.loc[corpus["source"] == name, "natural"].any()) for name in names])
    free = (rates > _FEWEST) & (rates < 1 - _FEWEST) & ~streams[:, None]
    start = np.where(free, _log_odds(np.nan_to_num(rates, nan=0.5)) - base, 0.0)
    return SourceBiases(names, start, free.astype(float), base)


def _log_odds(rates: Floats) -> Floats:
    inside = np.clip(rates, _UNSURE, 1 - _UNSURE)
    odds: Floats = np.log(inside / (1 - inside))
    return odds


@dataclass(frozen=True)
class Lessons:
    """Rows as a network takes them."""

    ids: list[list[int]]
    targets: Floats
    """(rows, labels), NaN where unknown."""
    weights: Floats
    sources: NDArray[np.int64]


def lessons_of(rows: Rows, places: Places, ids: list[list[int]], config: ReaderConfig) -> Lessons:
    """The rows at `places`; `ids` has the tokens of each row of the corpus."""
    chosen = rows.corpus.iloc[places]
    names = sorted(rows.corpus["source"].unique())
    numbers = chosen["source"].map({name: i for i, name in enumerate(names)}).to_numpy(np.int64)
    weights = np.array([config.source_weights.get(name, 1.0) for name in chosen["source"]])
    return Lessons([ids[i] for i in places], targets_of(chosen), weights, numbers)
