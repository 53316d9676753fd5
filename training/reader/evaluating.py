"""How a second reader does on held-back rows, beside the fast model alone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.artifact import load_model, read_manifest
from classifier.model import Model
from classifier.reader_artifact import ReaderArtifact, load_reader
from classifier.thresholds import Thresholds
from training.config import TrainingConfig
from training.datasets.registry import read_corpus
from training.metrics import average_precision, bootstrap_interval, roc_auc
from training.reader.reading import read_all
from training.settings import ConfigError
from training.split import held_back_rows
from training.stream import draw_stream, kinds_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TALK = "wikipedia_talk (all)"
LEAST_AUC = 0.975
LEAST_DECIDED = 0.83
LARGEST_REVIEW = 0.75
"""Of what the fast model alone leaves for review."""
_MOST_OF_A_SOURCE = 600
_FEWEST = 10
_PAIRS = ((0.01, 0.05), (0.02, 0.05), (0.02, 0.1), (0.05, 0.1))


@dataclass(frozen=True)
class Readings:
    """Held-back rows with the scores of both models."""

    model: Model
    artifact: ReaderArtifact
    config: TrainingConfig
    corpus: pd.DataFrame
    fast: Floats
    reader: Floats

    @property
    def joined(self) -> Floats:
        """Joined scores before calibration."""
        return self.artifact.joining.scores(self.fast, self.reader)

    def quick(self) -> Floats:
        """The policy score of the fast model."""
        return self.model.policy_score(self.model.probabilities(self.fast))

    def slow(self) -> Floats:
        """The policy score after second reading."""
        joining, joined = self.artifact.joining, self.joined
        columns = [calibrate(joined[:, i]) for i, calibrate in enumerate(joining.calibrations)]
        return joining.policy_score(np.stack(columns, axis=1))


def read_held_back(data: Path, model: Path, reader: Path) -> Readings:
    """Both models' scores of the held-back rows: all of talk pages and the stream, some of other sources.

    Raises
    ------
    ConfigError
        If the reader was not joined with the model.
    """
    loaded, artifact = load_model(model), load_reader(reader)
    if artifact.joined_with != loaded.version:
        raise ConfigError(f"{reader}: joined with {artifact.joined_with}, not with {loaded.version}")
    config = TrainingConfig(**read_manifest(model).get("config", {}))
    corpus = read_corpus(data)
    rows = _chosen(corpus[held_back_rows(corpus, config)], config.seed)
    texts = rows["text"].tolist()
    again = read_all(artifact.encoder, artifact.tokenizer, texts, artifact.tokens)
    return Readings(loaded, artifact, config, rows, loaded.scorer.scores(texts), again)


def _chosen(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    whole = (kinds_of(rows) >= 0) | rows["source"].isin(["talk", "talk_clean", "talk_inferred"]).to_numpy()
    others = [
        members.sample(min(len(members), _MOST_OF_A_SOURCE), random_state=seed)
        for _, members in rows[~whole].groupby("source")
    ]
    return pd.concat([rows[whole], *others]).reset_index(drop=True)


def by_source(readings: Readings) -> pd.DataFrame:
    """How well toxicity is told apart within each source by the fast model, the reader, and both."""
    sources = readings.corpus["source"]
    talk = sources.isin(["talk", "talk_clean", "talk_inferred"]).to_numpy(bool)
    selections = {TALK: talk} | {str(name): (sources == name).to_numpy(bool) for name in sorted(set(sources))}
    rows = [
        {"source": name} | measured
        for name, chosen in selections.items()
        if (measured := _told_apart(readings, chosen))
    ]
    return pd.DataFrame(rows)


def _told_apart(readings: Readings, chosen: Flags) -> dict[str, Any]:
    truth = readings.corpus["toxicity"].to_numpy(float)
    known = chosen & ~np.isnan(truth)
    positive = truth[known] >= 0.5  # noqa: PLR2004
    if min(positive.sum(), (~positive).sum()) < _FEWEST:
        return {}
    ones = np.ones(len(positive))
    fast, reader, joined = (table[known, 0] for table in (readings.fast, readings.reader, readings.joined))
    low, high = bootstrap_interval(
        roc_auc, positive, joined, ones, seed=readings.config.seed, draws=readings.config.draws
    )
    return {
        "rows": len(positive),
        "positives": int(positive.sum()),
        "fast": roc_auc(positive, fast, ones),
        "reader": roc_auc(positive, reader, ones),
        "both": roc_auc(positive, joined, ones),
        "from": low,
        "to": high,
        "average precision, fast": average_precision(positive, fast, ones),
        "both ": average_precision(positive, joined, ones),
    }


def by_budget(readings: Readings) -> pd.DataFrame:
    """What each pair of budgets leaves for review on the held-back stream: the fast model, and both."""
    config = readings.config
    stream = draw_stream(
        readings.corpus, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate, seed=config.seed
    )
    quick, slow = readings.quick()[stream.rows], readings.slow()[stream.rows]
    rows = []
    for leak, overblock in _PAIRS:
        budgets = {"leak": leak, "overblock": overblock}
        fast = _decided(quick, readings.model.thresholds(**budgets))
        both, read = _decided_by_both(readings, quick, slow, budgets)
        for name, decided, again in (("fast", fast, 0.0), ("both", both, read)):
            rows.append(
                {"leak budget": leak, "overblock budget": overblock, "by": name, "read again": again}
                | _shares(*decided, stream.unwanted)
            )
    return pd.DataFrame(rows)


def _decided_by_both(
    readings: Readings, quick: Floats, slow: Floats, budgets: dict[str, float]
) -> tuple[tuple[Flags, Flags], float]:
    """What is approved and rejected with a second reading, and the share that is read again."""
    joining = readings.artifact.joining
    alone = {name: budget * joining.alone for name, budget in budgets.items()}
    approved, rejected = _decided(quick, readings.model.thresholds(**alone))
    again = ~approved & ~rejected
    more_approved, more_rejected = _decided(slow, joining.thresholds(**budgets))
    return (approved | again & more_approved, rejected | again & more_rejected), float(again.mean())


def _decided(scores: Floats, thresholds: Thresholds) -> tuple[Flags, Flags]:
    approve, reject = thresholds.approve_below, thresholds.reject_from
    return (
        scores < (-np.inf if approve is None else approve),
        scores >= (np.inf if reject is None else reject),
    )


def _shares(approved: Flags, rejected: Flags, unwanted: Flags) -> dict[str, Any]:
    return {
        "approved": approved.mean(),
        "rejected": rejected.mean(),
        "for review": (~approved & ~rejected).mean(),
        "leaked": unwanted[approved].mean() if approved.any() else None,
        "overblocked": (~unwanted[rejected]).mean() if rejected.any() else None,
    }


@dataclass(frozen=True, slots=True)
class Worth:
    """Whether a second reader earns its place."""

    auc: float
    decided: float
    review: float
    """What is left for review, as a share of what the fast model alone leaves."""

    @property
    def is_worth_shipping(self) -> bool:
        """Whether the queue gets shorter by a quarter: what the second reader is for."""
        return self.review <= LARGEST_REVIEW


def worth_of(sources: pd.DataFrame, budgets: pd.DataFrame) -> Worth:
    """What the tables say at the default budgets."""
    fast, both = budgets["for review"].to_numpy(float)[:2]
    auc = sources.loc[sources["source"] == TALK, "both"].to_numpy(float)
    return Worth(float(auc[0]), 1 - both, both / fast)
