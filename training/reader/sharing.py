"""How much of the error budgets a fast model has to itself: tried on rows that no threshold was set on."""

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.model import Model
from classifier.second_reading import Joining
from training.config import TrainingConfig
from training.corpus import parts_of
from training.reader.cascade import Cascade, Decided, together
from training.reader.joining import Unseen, join
from training.stream import draw_stream

Flags = NDArray[np.bool_]
Decisions = dict[str, dict[str, float | None]]

_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)
_PARTS = 5
_STREAMS = 3


def join_best(model: Model, rows: Unseen, config: TrainingConfig) -> tuple[Joining, Decisions]:
    """The joining that leaves the fewest for review, and what such joinings decided of rows not fitted on."""
    measured = cross_fitted(model, rows, config)
    best = min(measured, key=lambda alone: measured[alone]["both"]["for review"] or 0.0)
    return join(model, rows, config, [best])[best], measured[best]


def cross_fitted(model: Model, rows: Unseen, config: TrainingConfig) -> dict[float, Decisions]:
    """For each share what the fast model decides, and what both do, as shares of the stream.

    Each fifth of the rows, by groups of near-duplicates, is decided by what the others gave.
    """
    parts = parts_of(rows.corpus["group"], _PARTS, config.seed + 3)
    unwanted: list[Flags] = []
    decided: dict[float, list[tuple[Decided, Decided]]] = {alone: [] for alone in _SHARES}
    for part in tqdm(range(_PARTS), desc="Sharing the budgets", unit="part"):
        joinings = join(model, rows.at(parts != part), config, _SHARES)
        streamed, truth = _streams(rows.at(parts == part), config)
        unwanted.append(truth)
        for alone, joining in joinings.items():
            decided[alone].append(_decide(Cascade(model, joining), streamed, config))
    truth = np.concatenate(unwanted)
    return {
        alone: {
            name: together(parts).shares(truth)
            for name, parts in zip(("fast", "both"), zip(*pairs, strict=True), strict=True)
        }
        for alone, pairs in decided.items()
    }


def _streams(rows: Unseen, config: TrainingConfig) -> tuple[Unseen, Flags]:
    """Several streams drawn from the rows, one after the other, and which of them is unwanted."""
    streams = [
        draw_stream(rows.corpus, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate, seed=seed)
        for seed in range(_STREAMS)
    ]
    places = np.concatenate([stream.rows for stream in streams])
    return rows.at(places), np.concatenate([stream.unwanted for stream in streams])


def _decide(cascade: Cascade, rows: Unseen, config: TrainingConfig) -> tuple[Decided, Decided]:
    quick, slow = cascade.quick(rows.fast), cascade.slow(rows.fast, rows.reader)
    budgets = {"leak": config.leak, "overblock": config.overblock}
    return cascade.by_fast(quick, **budgets), cascade.by_both(quick, slow, **budgets)
