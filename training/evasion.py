"""How well a model sees through disguises, and whether it takes accents and foreign letters for one."""

import re
from collections import Counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from classifier.model import Model
from training.disguises import DISGUISES, disguise
from training.metrics import roc_auc

_WORD = re.compile(r"[a-z]{3,}")
_RUDE_WORDS = 400
_FEWEST_TEXTS = 5
_MOST_TEXTS = 500


def rude_words(texts: list[str], toxic: NDArray[np.bool_]) -> frozenset[str]:
    """The words that set toxic texts apart most, by smoothed log-odds of being in a text."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for text, is_toxic in zip(texts, toxic.tolist(), strict=True):
        counts[is_toxic].update(set(_WORD.findall(text.lower())))
    rates = {kind: max(int((toxic == kind).sum()), 1) for kind in (True, False)}
    frequent = [word for word, count in counts[True].items() if count >= _FEWEST_TEXTS]

    def odds(word: str) -> float:
        return (counts[True][word] / rates[True]) / ((counts[False][word] + 1) / rates[False])

    return frozenset(sorted(frequent, key=odds, reverse=True)[:_RUDE_WORDS])


def by_disguise(model: Model, corpus: pd.DataFrame, rude: frozenset[str], seed: int) -> pd.DataFrame:
    """ROC-AUC for toxicity on natural rows when the toxic ones are disguised, and that of the originals."""
    natural = corpus[corpus["natural"]]
    toxic = natural.loc[natural["toxicity"] >= 0.5, "text"].head(_MOST_TEXTS).tolist()  # noqa: PLR2004
    clean = natural.loc[natural["toxicity"] < 0.5, "text"].tolist()  # noqa: PLR2004
    clean_scores = model.scorer.scores(clean)[:, 0]

    def told_apart(texts: list[str]) -> float:
        scores = np.concatenate((model.scorer.scores(texts)[:, 0], clean_scores))
        truth = np.arange(len(scores)) < len(texts)
        return roc_auc(truth, scores, np.ones(len(scores)))

    original = told_apart(toxic)
    rows = [{"disguise": "none", "ROC-AUC": original, "of the original": 1.0}]
    for name in tqdm(DISGUISES, "Disguising", unit="disguise"):
        hidden = told_apart([disguise(text, name, rude, seed) for text in toxic])
        rows.append({"disguise": name, "ROC-AUC": hidden, "of the original": hidden / original})
    return pd.DataFrame(rows)
