"""What both models would decide of the rows that thresholds are set on, had each not been among them."""

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.model import Model
from training.config import TrainingConfig
from training.corpus import parts_of
from training.reader.cascade import Cascade, Decided, together
from training.reader.joining import Unseen, join
from training.stream import draw_stream

Flags = NDArray[np.bool_]
Decisions = dict[str, dict[str, float | None]]

_PARTS = 5
_STREAMS = 3


def cross_fitted(model: Model, rows: Unseen, config: TrainingConfig) -> Decisions:
    """What the fast model decides at the default budgets, and what both do, as shares of the stream.

    Each fifth of the rows, by groups of near-duplicates, is decided by what the others gave.
    """
    parts = parts_of(rows.corpus["group"], _PARTS, config.seed + 3)
    unwanted: list[Flags] = []
    decided: list[tuple[Decided, Decided]] = []
    for part in tqdm(range(_PARTS), desc="Cross-fitting", unit="part"):
        cascade = Cascade(model, join(model, rows.at(parts != part), config))
        streamed, truth = _streams(rows.at(parts == part), config)
        unwanted.append(truth)
        decided.append(_decide(cascade, streamed, config))
    fast, both = zip(*decided, strict=True)
    truth = np.concatenate(unwanted)
    return {"fast": together(fast).shares(truth), "both": together(both).shares(truth)}


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
