"""How a second reader does on held-back rows, beside the fast model alone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.artifact import load_model, read_manifest
from classifier.model import Model
from classifier.reader_artifact import ReaderArtifact, load_reader, read_reader_manifest
from training.config import TrainingConfig
from training.datasets.registry import read_corpus
from training.metrics import average_precision, bootstrap_interval, roc_auc
from training.probes import ABUSIVE_REMARKS, FAIR_REMARKS
from training.reader.cascade import Cascade
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
MOST_OF_A_SOURCE = 600
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
    cross_fitted: dict[str, dict[str, float | None]]
    """What both decided on the rows that thresholds were set on, each by those of the others."""

    @property
    def joined(self) -> Floats:
        """Joined scores before calibration."""
        return self.artifact.joining.scores(self.fast, self.reader)


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
    config = TrainingConfig.of(read_manifest(model))
    corpus = read_corpus(data)
    rows = _chosen(corpus[held_back_rows(corpus, config)], config.seed)
    texts = rows["text"].tolist()
    again = read_all(artifact.encoder, artifact.tokenizer, texts, artifact.tokens)
    found = read_reader_manifest(reader).get("cross_fitted", {})
    return Readings(loaded, artifact, config, rows, loaded.scorer.scores(texts), again, found)


def _chosen(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    whole = (kinds_of(rows) >= 0) | rows["source"].isin(["talk", "talk_clean", "talk_inferred"]).to_numpy()
    others = [
        members.sample(min(len(members), MOST_OF_A_SOURCE), random_state=seed)
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
    """What each pair of budgets, the default first, leaves for review on the held-back stream, by whom."""
    config, cascade = readings.config, Cascade(readings.model, readings.artifact.joining)
    stream = draw_stream(
        readings.corpus, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate, seed=config.seed
    )
    fast = readings.fast[stream.rows]
    quick, slow = cascade.quick(fast), cascade.slow(fast, readings.reader[stream.rows])
    rows = []
    for leak, overblock in dict.fromkeys([(config.leak, config.overblock), *_PAIRS]):
        budgets = {"leak": leak, "overblock": overblock}
        decided = {"fast": cascade.by_fast(quick, **budgets), "both": cascade.by_both(quick, slow, **budgets)}
        for name, what in decided.items():
            rows.append(
                {"leak budget": leak, "overblock budget": overblock, "by": name}
                | what.shares(stream.unwanted)
            )
    return pd.DataFrame(rows)


def on_remarks(readings: Readings) -> pd.DataFrame:
    """What becomes of remarks that share their words and not their meaning, at the default budgets."""
    artifact, config = readings.artifact, readings.config
    cascade = Cascade(readings.model, artifact.joining)
    budgets = {"leak": config.leak, "overblock": config.overblock}
    rows = []
    for name, texts in (("fair, in rough words", FAIR_REMARKS), ("abusive", ABUSIVE_REMARKS)):
        fast = readings.model.scorer.scores(texts)
        reader = read_all(artifact.encoder, artifact.tokenizer, list(texts), artifact.tokens)
        quick, slow = cascade.quick(fast), cascade.slow(fast, reader)
        decided = {"fast": cascade.by_fast(quick, **budgets), "both": cascade.by_both(quick, slow, **budgets)}
        for by, what in decided.items():
            counts = {"approved": what.approved, "rejected": what.rejected, "for review": what.waiting}
            rows.append(
                {"remarks": name, "rows": len(texts), "by": by} | {k: v.mean() for k, v in counts.items()}
            )
    return pd.DataFrame(rows)


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
