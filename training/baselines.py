"""What others do on the same held-back rows: a usual pipeline, an installed library, a list of words."""

import re
from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from training.config import TrainingConfig
from training.metrics import average_precision, bootstrap_interval, roc_auc
from training.train import TrainingRun

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Score = Callable[[list[str]], Floats]

_TALK = "talk"
_WORD = re.compile(r"[a-z*$@!]+")
_FEATURES = 200_000


def by_baseline(run: TrainingRun) -> pd.DataFrame:
    """Toxicity on the held-back natural rows and news comments."""
    corpus = run.corpus[run.held_back]
    rows = []
    for name, score in _baselines(run):
        row: dict[str, Any] = {"model": name}
        for title, chosen in selections(corpus):
            row |= _figures(title, score(chosen["text"].tolist()), chosen, run.config)
        rows.append(row)
    return pd.DataFrame(rows)


def selections(corpus: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """What the models are compared on, where the corpus has it; news are the part at hand, or all of it."""
    chosen = {"natural": corpus["natural"], "news": corpus["source"].isin(["civil", "civil_stream"])}
    return [(title, corpus[rows]) for title, rows in chosen.items() if rows.any()]


def _figures(title: str, scores: Floats, rows: pd.DataFrame, config: TrainingConfig) -> dict[str, Any]:
    truth = rows["toxicity"].to_numpy(float) >= 0.5  # noqa: PLR2004
    ones = np.ones(len(truth))
    low, high = bootstrap_interval(roc_auc, truth, scores, ones, seed=config.seed, draws=config.draws)
    return {
        f"{title}: ROC-AUC": f"{roc_auc(truth, scores, ones):.4f} ({low:.3f} to {high:.3f})",
        f"{title}: average precision": average_precision(truth, scores, ones),
    }


def _baselines(run: TrainingRun) -> list[tuple[str, Score]]:
    found = [
        ("Fairword", lambda texts: run.model.scorer.scores(texts)[:, 0]),
        ("TF-IDF, logistic regression", _usual(run)),
    ]
    if find_spec("profanity_check"):
        from profanity_check import predict_prob  # noqa: PLC0415 - only where it is installed

        found.append(("alt-profanity-check", lambda texts: np.asarray(predict_prob(texts))))
    if find_spec("better_profanity"):
        found.append(("list of words (better-profanity)", _listed()))
    return found


def _usual(run: TrainingRun) -> Score:
    """Words, pairs and letters by TF-IDF under a logistic regression, trained on the same talk pages."""
    seen = run.corpus[~run.held_back & run.corpus["source"].str.startswith(_TALK)]
    seen = seen[seen["toxicity"].notna()]
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), max_features=_FEATURES, sublinear_tf=True, dtype=np.float32
    )
    words = TfidfVectorizer(
        ngram_range=(1, 2), max_features=_FEATURES, sublinear_tf=True, min_df=2, dtype=np.float32
    )
    model = LogisticRegression(C=4.0, solver="liblinear", random_state=run.config.seed)
    pipeline = make_pipeline(make_union(words, letters), model)
    toxic = seen["toxicity"].to_numpy(float) >= 0.5  # noqa: PLR2004
    fitted = run.steps.once("baseline", lambda: pipeline.fit(seen["text"].tolist(), toxic))
    return lambda texts: np.asarray(fitted.decision_function(texts))


def _listed() -> Score:
    """How many words of a text are on the list."""
    words = files("better_profanity").joinpath("profanity_wordlist.txt").read_text(encoding="utf-8")
    listed = frozenset(words.split())

    def count(texts: list[str]) -> Floats:
        return np.array(
            [sum(word in listed for word in _WORD.findall(text.lower())) for text in texts], float
        )

    return count
