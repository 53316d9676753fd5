"""Which rows are held back for the report, and which fold a row is in."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.config import TrainingConfig
from training.corpus import parts_of

_TENTHS = 10


def held_back_rows(corpus: pd.DataFrame, config: TrainingConfig) -> NDArray[np.bool_]:
    """Which rows no fitting may see: the first tenth of all groups of near-duplicates."""
    first: NDArray[np.bool_] = parts_of(corpus["group"], _TENTHS, config.seed) == 0
    return first


def folds_of(corpus: pd.DataFrame, config: TrainingConfig) -> NDArray[np.int64]:
    """The fold of cross-validation that each row is in, independent of what is held back."""
    return parts_of(corpus["group"], config.folds, config.seed + 1)
