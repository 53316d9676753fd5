"""How unseen held-back rows are: some say nearly what a learned row says, though they begin otherwise."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.model import Model
from training.config import TrainingConfig
from training.evaluation import HeldBack, outcomes_of
from training.metrics import roc_auc
from training.stream import CLEAN, SPAM, TOXIC, kinds_of

Flags = NDArray[np.bool_]

SHARED = 0.7
"""Texts are near-copies that share so much of all runs of words that either has."""
_RUN = 3
_WORD = re.compile(r"\w+")


def with_and_without_copies(
    model: Model, judged: HeldBack, learned: Iterable[str], config: TrainingConfig
) -> pd.DataFrame:
    """The policy score on the held-back stream: of all rows, of the near-copies, and of the rest.

    Shares are at the default budgets, each kind weighted by its rate.
    """
    stream = _part(judged, kinds_of(judged.corpus) >= 0)
    copies = are_near_copies(stream.corpus["text"].tolist(), learned)
    parts = {"all": stream, "near-copies": _part(stream, copies), "without them": _part(stream, ~copies)}
    return pd.DataFrame([{"rows": name} | _measured(model, part, config) for name, part in parts.items()])


def are_near_copies(texts: Sequence[str], learned: Iterable[str]) -> Flags:
    """Which of the texts are near-copies of one that was learned."""
    runs = [_runs(text) for text in texts]
    places: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(runs):
        for run in own:
            places[run].append(place)
    found = np.zeros(len(texts), bool)
    for text in learned:
        theirs = _runs(text)
        shared = Counter(place for run in theirs for place in places.get(run, ()))
        for place, number in shared.items():
            found[place] |= number >= SHARED * (len(runs[place]) + len(theirs) - number)
    return found


def _runs(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _part(judged: HeldBack, chosen: Flags) -> HeldBack:
    return HeldBack(
        judged.corpus[chosen].reset_index(drop=True),
        judged.scores[chosen],
        judged.probabilities[chosen],
        judged.likely[chosen],
    )


def _measured(model: Model, part: HeldBack, config: TrainingConfig) -> dict[str, Any]:
    kinds = kinds_of(part.corpus)
    _, unwanted, likely, weights = outcomes_of(part, config)[-1]
    approved, rejected = model.thresholds(leak=config.leak, overblock=config.overblock).decided(likely)
    return {
        "harmless": int(np.sum(kinds == CLEAN)),
        "toxic": int(np.sum(kinds == TOXIC)),
        "spam": int(np.sum(kinds == SPAM)),
        "ROC-AUC": roc_auc(unwanted, likely, weights) if len(set(unwanted)) > 1 else None,
        "leaked": _share(unwanted, approved, weights),
        "overblocked": _share(~unwanted, rejected, weights),
    }


def _share(wrong: Flags, decided: Flags, weights: NDArray[np.float64]) -> float | None:
    total = weights[decided].sum()
    return float(weights[decided & wrong].sum() / total) if total else None
