"""The tables of a model report: what the model does on rows that it has not seen."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.labels import LABELS
from classifier.language import identify
from classifier.model import Model
from training.config import TrainingConfig
from training.metrics import (
    average_precision,
    bootstrap_interval,
    calibration_error,
    calibration_noise,
    roc_auc,
)
from training.stream import draw_stream, kinds_of, stream_weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SPAM = LABELS.index("spam")
_FEWEST_POSITIVES = 10
_LANGUAGE_SAMPLE = 2000


@dataclass(frozen=True)
class HeldBack:
    """Held-back rows with what a model says of them."""

    corpus: pd.DataFrame
    scores: Floats
    """Raw, (rows, labels)."""
    probabilities: Floats
    likely: Floats
    """The policy score of each row."""

    @classmethod
    def judged_by(cls, model: Model, corpus: pd.DataFrame, scores: Floats) -> "HeldBack":
        """The rows of `corpus`, whose raw scores are known, as `model` judges them."""
        probabilities = model.probabilities(scores)
        return cls(corpus.reset_index(drop=True), scores, probabilities, model.policy_score(probabilities))


def by_source(held_back: HeldBack, config: TrainingConfig) -> pd.DataFrame:
    """How well toxicity is told apart within each source, with a 95% interval of the ROC-AUC."""
    corpus = held_back.corpus
    talk = corpus["source"].str.startswith("talk").to_numpy(bool)
    selections = {"wikipedia_talk (all)": talk & (corpus["source"] != "talk_context").to_numpy(bool)}
    selections |= {
        str(name): (corpus["source"] == name).to_numpy(bool) for name in sorted(corpus["source"].unique())
    }
    rows = [
        {"source": name} | measured
        for name, chosen in selections.items()
        if (measured := _told_apart(held_back, 0, chosen, config))
    ]
    return pd.DataFrame(rows)


def by_label(held_back: HeldBack, config: TrainingConfig) -> pd.DataFrame:
    """Each label on the rows of the stream: ranking, and how true its probabilities are."""
    rows = []
    for label, truth, p, w in outcomes_of(held_back, config)[:-1]:
        low, high = bootstrap_interval(roc_auc, truth, p, w, seed=config.seed, draws=config.draws)
        precision = bootstrap_interval(average_precision, truth, p, w, seed=config.seed, draws=config.draws)
        rows.append(
            {
                "label": label,
                "rows": len(truth),
                "positives": int(truth.sum()),
                "ROC-AUC": roc_auc(truth, p, w),
                "from": low,
                "to": high,
                "average precision": average_precision(truth, p, w),
                "from ": precision[0],
                "to ": precision[1],
            }
        )
    return pd.DataFrame(rows)


Outcomes = tuple[str, Flags, Floats, Floats]


def outcomes_of(held_back: HeldBack, config: TrainingConfig) -> list[Outcomes]:
    """Each label and, last, the policy score: name, truth, probability and weight of its rows."""
    weights, corpus = _weights(held_back, config), held_back.corpus
    measured = [
        (label, corpus[label].to_numpy(float), held_back.probabilities[:, i])
        for i, label in enumerate(LABELS)
    ]
    unwanted = (kinds_of(corpus) > 0).astype(float)
    found = []
    for name, truth, probabilities in [*measured, ("likely_to_reject", unwanted, held_back.likely)]:
        known = (weights > 0) & ~np.isnan(truth)
        found.append((name, truth[known] >= 0.5, probabilities[known], weights[known]))  # noqa: PLR2004
    return found


def by_calibration(held_back: HeldBack, config: TrainingConfig) -> pd.DataFrame:
    """How true each label's probabilities and the policy score are, beside what chance alone would show."""
    rows = []
    for name, truth, p, w in outcomes_of(held_back, config):
        low, high = bootstrap_interval(calibration_error, truth, p, w, seed=config.seed, draws=config.draws)
        rows.append(
            {
                "score": name,
                "rows": len(truth),
                "calibration error": calibration_error(truth, p, w),
                "from": low,
                "to": high,
                "by chance alone": calibration_noise(truth, p, w, seed=config.seed),
            }
        )
    return pd.DataFrame(rows)


def _told_apart(held_back: HeldBack, label: int, chosen: Flags, config: TrainingConfig) -> dict[str, Any]:
    truth = held_back.corpus[LABELS[label]].to_numpy(float)
    known = chosen & ~np.isnan(truth)
    positive = truth[known] >= 0.5  # noqa: PLR2004
    if min(positive.sum(), (~positive).sum()) < _FEWEST_POSITIVES:
        return {}
    scores, ones = held_back.scores[known, label], np.ones(known.sum())
    low, high = bootstrap_interval(roc_auc, positive, scores, ones, seed=config.seed, draws=config.draws)
    return {
        "rows": int(known.sum()),
        "positives": int(positive.sum()),
        "ROC-AUC": roc_auc(positive, scores, ones),
        "from": low,
        "to": high,
        "average precision": average_precision(positive, scores, ones),
    }


def by_video(corpus: pd.DataFrame, video_scores: dict[str, Floats]) -> pd.DataFrame:
    """Spam on each video's comments, by a model that has not seen it."""
    rows = []
    for video, scores in video_scores.items():
        truth = corpus.loc[corpus["source"] == f"youtube_{video}", "spam"].to_numpy(float) >= 0.5  # noqa: PLR2004
        rows.append(
            {
                "video": video,
                "rows": len(truth),
                "positives": int(truth.sum()),
                "ROC-AUC": roc_auc(truth, scores, np.ones(len(truth))),
            }
        )
    return pd.DataFrame(rows)


def by_budget(model: Model, held_back: HeldBack, config: TrainingConfig) -> pd.DataFrame:
    """What each pair of budgets decides by itself on the held-back stream, and how often wrongly."""
    stream = draw_stream(
        held_back.corpus, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate, seed=config.seed
    )
    likely, unwanted = held_back.likely[stream.rows], stream.unwanted
    pairs = [(0.005, 0.02), (0.01, 0.05), (0.02, 0.05), (0.02, 0.1), (0.05, 0.1)]
    if (config.leak, config.overblock) not in pairs:
        pairs.append((config.leak, config.overblock))
    return pd.DataFrame([_decided(model, likely, unwanted, *pair) for pair in pairs])


def _decided(model: Model, likely: Floats, unwanted: Flags, leak: float, overblock: float) -> dict[str, Any]:
    thresholds = model.thresholds(leak=leak, overblock=overblock)
    approved, rejected = thresholds.decided(likely)
    return {
        "leak budget": leak,
        "overblock budget": overblock,
        "approve below": thresholds.approve_below,
        "reject from": thresholds.reject_from,
        "approved": approved.mean(),
        "rejected": rejected.mean(),
        "for review": 1 - approved.mean() - rejected.mean(),
        "leaked": unwanted[approved].mean() if approved.any() else None,
        "overblocked": (~unwanted[rejected]).mean() if rejected.any() else None,
    }


def policy_score_quality(held_back: HeldBack, config: TrainingConfig) -> dict[str, float]:
    """The policy score on the held-back stream."""
    _, truth, likely, w = outcomes_of(held_back, config)[-1]
    return {
        "roc_auc": roc_auc(truth, likely, w),
        "average_precision": average_precision(truth, likely, w),
        "calibration_error": calibration_error(truth, likely, w),
    }


def clean_sources(model: Model, held_back: HeldBack, config: TrainingConfig) -> pd.DataFrame:
    """Where all rows are harmless: how many the default budgets approve, and how many they would reject."""
    thresholds = model.thresholds(leak=config.leak, overblock=config.overblock)
    rows = []
    for source, members in held_back.corpus.groupby("source"):
        truth = members["toxicity"]
        if truth.notna().all() and (truth < 0.01).all():  # noqa: PLR2004
            approved, rejected = thresholds.decided(held_back.likely[members.index.to_numpy()])
            rows.append(
                {
                    "source": source,
                    "rows": len(members),
                    "approved": approved.mean(),
                    "rejected": rejected.mean(),
                }
            )
    return pd.DataFrame(rows)


def worst_mistakes(held_back: HeldBack, count: int) -> pd.DataFrame:
    """The unwanted comments that the policy score trusts most, and the wanted ones that it trusts least."""
    kinds, likely = kinds_of(held_back.corpus), held_back.likely
    rows = []
    for title, chosen, order in (("missed", kinds > 0, likely), ("blamed", kinds == 0, -likely)):
        places = np.flatnonzero(chosen)
        for place in places[np.argsort(order[places], kind="stable")][:count]:
            row = held_back.corpus.loc[place]
            text = " ".join(row["text"].split())
            rows.append(
                {"mistake": title, "likely": likely[place], "source": row["source"], "text": text[:300]}
            )
    return pd.DataFrame(rows)


def taken_for_foreign(corpus: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The share of each source's texts, all of them English, that the language check sends to a person."""
    rows = []
    for source, members in corpus.groupby("source"):
        texts = members["text"].sample(min(len(members), _LANGUAGE_SAMPLE), random_state=seed)
        foreign = [not identify(text).supported for text in texts]
        rows.append({"source": source, "rows": len(texts), "taken for foreign": np.mean(foreign)})
    return pd.DataFrame(rows)


def _weights(held_back: HeldBack, config: TrainingConfig) -> Floats:
    kinds = kinds_of(held_back.corpus)
    return stream_weights(kinds, toxic_rate=config.toxic_rate, spam_rate=config.spam_rate)
