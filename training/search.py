"""The search for settings: trials are judged on grouped folds of the training part, not on held-back rows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from training.config import TrainingConfig
from training.datasets.spam import VIDEOS
from training.fitting import Fitting
from training.metrics import average_precision, roc_auc
from training.prepared import Prepared, prepare
from training.split import folds_of
from training.steps import whole_files

Flags = NDArray[np.bool_]

Space = Mapping[str, tuple[float, ...]]
"""Setting -> the values to try."""

ABUSE: Space = {
    "rarity_power": (1.0, 2.0),
    "abuse_rarity_power": (1.0, 2.0, 2.5),
    "penalty_c": (1.0, 2.0, 5.0),
}
SPAM: Space = {
    "rarity_power": (1.0, 2.0),
    "spam_rarity_power": (1.0, 2.0),
    "spam_penalty_c": (5.0, 20.0),
    "spam_source_scale": (0.3, 1.0, 3.0),
}
TABLE = "search.csv"
_FOLD = 0  # one tells settings apart well enough; all of them would take a night


def search(
    data: Path, config: TrainingConfig, out: Path, *, abuse: Space = ABUSE, spam: Space = SPAM
) -> pd.DataFrame:
    """Each trial's settings and figures: for toxicity by fold, for spam by the worst and the mean video.

    `out` has them as `search.csv`. Until then finished trials are kept in a folder beside it, so that a
    search that was interrupted, or found no room, goes on.
    """
    prepared = prepare(data, config, out.with_name(f"{out.name}.training"))
    trials = [*_trials("toxicity", abuse), *_trials("spam", spam)]
    rows: list[dict[str, float | str]] = []
    for label, changes in tqdm(trials, "Searching", unit="trial"):
        name = "-".join([f"trial-{label}", *(f"{value:g}" for value in changes.values())])
        fitting = prepared.fitting(replace(config, **cast("dict[str, Any]", changes)))
        judge = _toxicity if label == "toxicity" else _spam
        found = prepared.steps.once(name, partial(judge, fitting, prepared))
        rows.append({"label": label, **changes, **found})
    table = pd.DataFrame(rows)
    with whole_files(out) as made:
        table.round(4).to_csv(made / TABLE, index=False, lineterminator="\n")
    prepared.steps.finish()
    return table


def _trials(label: str, space: Space) -> Iterator[tuple[str, dict[str, float]]]:
    for values in product(*space.values()):
        yield label, dict(zip(space, values, strict=True))


def _toxicity(fitting: Fitting, prepared: Prepared) -> dict[str, float]:
    """Toxicity on the natural rows of one fold."""
    corpus, held_back = prepared.corpus, prepared.held_back
    outside = (folds_of(corpus, fitting.config) == _FOLD) & ~held_back & prepared.own
    known = corpus["toxicity"].notna().to_numpy()
    inside = known & ~held_back & (folds_of(corpus, fitting.config) != _FOLD)
    natural = outside & corpus["natural"].to_numpy(bool)
    scores = fitting.scores(fitting.fit(inside, ("toxicity",)), natural)[:, 0]
    truth = corpus.loc[natural, "toxicity"].to_numpy(float) >= 0.5  # noqa: PLR2004
    ones = np.ones(len(truth))
    return {
        "ROC-AUC": roc_auc(truth, scores, ones),
        "average precision": average_precision(truth, scores, ones),
    }


def _spam(fitting: Fitting, prepared: Prepared) -> dict[str, float]:
    """Spam on the training part of each video, by a fit on the training part of the others."""
    corpus, inside = prepared.corpus, ~prepared.held_back & prepared.own
    inside &= corpus["spam"].notna().to_numpy()
    found = [_video(fitting, corpus, inside, video) for video in VIDEOS]
    return {"ROC-AUC": float(np.mean(found)), "worst video": min(found)}


def _video(fitting: Fitting, corpus: pd.DataFrame, inside: Flags, video: str) -> float:
    outside = inside & (corpus["source"] == f"youtube_{video}").to_numpy(bool)
    alike = set(corpus.loc[outside, "group"])
    apart = inside & ~corpus["group"].isin(alike).to_numpy(bool)
    scores = fitting.scores(fitting.fit(apart, ("spam",)), outside)[:, 0]
    truth = corpus.loc[outside, "spam"].to_numpy(float) >= 0.5  # noqa: PLR2004
    return roc_auc(truth, scores, np.ones(len(truth)))
