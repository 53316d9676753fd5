"""Two models on the same rows: the difference, and how much of it is chance."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.labels import LABELS
from classifier.model import Model
from training.metrics import Metric, average_precision, roc_auc

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

METRICS: dict[str, Metric] = {"ROC-AUC": roc_auc, "average precision": average_precision}
_DRAWS = 500
_FEWEST = 10


def compare_models(first: Model, second: Model, corpus: pd.DataFrame, seed: int) -> pd.DataFrame:
    """For each label that both have and the rows know, both models' figures and the difference.

    The interval of the difference is 95%, from resampling rows in pairs: each draw judges both models by the
    same rows, so that what makes the rows hard for both cancels out.
    """
    texts = corpus["text"].tolist()
    scores = [one.scorer.scores(texts) for one in (first, second)]
    rows = []
    for label in tqdm(LABELS, "Comparing", unit="label"):
        known = corpus[label].notna().to_numpy(bool)
        truth = corpus.loc[known, label].to_numpy(float) >= 0.5  # noqa: PLR2004
        if min(truth.sum(), (~truth).sum()) >= _FEWEST:
            pair = [
                table[known, model.labels.index(label)]
                for model, table in zip((first, second), scores, strict=True)
            ]
            rows += [{"label": label} | one for one in _differences(truth, pair[0], pair[1], seed)]
    return pd.DataFrame(rows)


def _differences(truth: Flags, first: Floats, second: Floats, seed: int) -> list[dict[str, Any]]:
    random = np.random.default_rng(seed)
    draws = [random.integers(len(truth), size=len(truth)) for _ in range(_DRAWS)]
    return [
        {"metric": name} | _difference(metric, truth, first, second, draws)
        for name, metric in METRICS.items()
    ]


def _difference(
    metric: Metric, truth: Flags, first: Floats, second: Floats, draws: list[NDArray[np.int64]]
) -> dict[str, float]:
    ones = np.ones(len(truth))
    before, after = metric(truth, first, ones), metric(truth, second, ones)
    changes = [
        metric(truth[rows], second[rows], ones) - metric(truth[rows], first[rows], ones) for rows in draws
    ]
    low, high = np.nanquantile(changes, [0.025, 0.975])
    return {
        "first": before,
        "second": after,
        "difference": after - before,
        "from": float(low),
        "to": float(high),
    }
