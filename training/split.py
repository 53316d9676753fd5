"""Which rows are held back for the report, and which fold a row is in."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.config import TrainingConfig
from training.corpus import parts_of
from training.datasets.contrasts import CONTRASTS
from training.datasets.everyday import EVERYDAY

_TENTHS = 10


def held_back_rows(corpus: pd.DataFrame, config: TrainingConfig) -> NDArray[np.bool_]:
    """Which rows no fitting may see: the first tenth of all groups of near-duplicates.

    Remarks that were written for this project, and what equals one, are all learned: each is something that
    the others don't tell. They are judged by lists that are never trained on (`training.probes`).
    """
    first: NDArray[np.bool_] = parts_of(corpus["group"], _TENTHS, config.seed) == 0
    written = set(corpus.loc[corpus["source"].isin([*EVERYDAY, *CONTRASTS]), "group"])
    return first & ~corpus["group"].isin(written).to_numpy(bool)


def folds_of(corpus: pd.DataFrame, config: TrainingConfig) -> NDArray[np.int64]:
    """The fold of cross-validation that each row is in, independent of what is held back."""
    return parts_of(corpus["group"], config.folds, config.seed + 1)
