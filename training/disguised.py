"""Disguised copies of training rows, so that a model learns what normalisation cannot undo."""

import random

import pandas as pd

from training.disguises import DISGUISES, disguise
from training.evasion import rude_words

SOURCE = "disguised"


def disguised_copies(corpus: pd.DataFrame, share: float, seed: int) -> pd.DataFrame:
    """Copies of a `share` of the natural rows of `corpus`, each in one disguise; toxic and clean alike.

    A copy keeps its row's labels and group, so that it is split with it, and stands in no stream.
    """
    natural = corpus[corpus["natural"]]
    toxic = natural["toxicity"].to_numpy(float) >= 0.5  # noqa: PLR2004
    rude = rude_words(natural["text"].tolist(), toxic)
    chosen = natural.sample(frac=share, random_state=seed)
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    names = [chance.choice(list(DISGUISES)) for _ in range(len(chosen))]
    texts = [disguise(text, name, rude, seed) for text, name in zip(chosen["text"], names, strict=True)]
    return chosen.assign(text=texts, source=SOURCE, natural=False)
