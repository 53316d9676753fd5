"""What a model does to comments of a word or two, where there is little to go by."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.model import Model
from training.config import TrainingConfig
from training.evaluation import HeldBack
from training.probes import SHORT_REACTIONS

Floats = NDArray[np.float64]

_SHORT = 25  # characters


def on_short(model: Model, held_back: HeldBack, config: TrainingConfig) -> pd.DataFrame:
    """The share of short comments that the default budgets approve and reject, by kind."""
    corpus, likely = held_back.corpus, held_back.likely
    toxic = corpus["toxicity"].to_numpy(float)
    short = corpus["natural"].to_numpy(bool) & (corpus["text"].str.len() <= _SHORT).to_numpy(bool)
    unseen = np.array([one.likely_to_reject for one in model.assess(SHORT_REACTIONS)])
    kinds = {
        "harmless reactions, written for this table": unseen,
        f"harmless talk of up to {_SHORT} characters": likely[short & (toxic < 0.5)],  # noqa: PLR2004
        f"toxic talk of up to {_SHORT} characters": likely[short & (toxic >= 0.5)],  # noqa: PLR2004
    }
    return pd.DataFrame([_decided(name, chosen, model, config) for name, chosen in kinds.items()])


def _decided(name: str, likely: Floats, model: Model, config: TrainingConfig) -> dict[str, Any]:
    approved, rejected = model.thresholds(leak=config.leak, overblock=config.overblock).decided(likely)
    shares = (approved.mean(), rejected.mean()) if len(likely) else (None, None)
    return {"text": name, "rows": len(likely), "approved": shares[0], "rejected": shares[1]}
