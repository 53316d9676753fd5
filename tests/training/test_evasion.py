import numpy as np
import pandas as pd

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from tests.training.made_datasets import CALM, RUDE, texts
from training.evasion import by_disguise, rude_words


def test_rude_words_are_those_of_toxic_texts() -> None:
    rude = rude_words(texts(200, RUDE) + texts(200, CALM), np.arange(400) < 200)
    assert {"idiot", "stupid", "moron", "loser"} <= rude


def test_every_disguise_is_compared_with_the_original() -> None:
    corpus = pd.DataFrame(
        {"text": texts(30, RUDE) + texts(60, CALM), "natural": True, "toxicity": [1.0] * 30 + [0.0] * 60}
    )
    table = by_disguise(load_model(SHIPPED_MODEL), corpus, frozenset({"idiot", "stupid"}), seed=0)
    assert table.loc[0, "disguise"] == "none"
    assert len(table) == 15
    # What normalisation undoes costs nothing.
    undone = table.set_index("disguise")["of the original"]
    assert undone["full width"] == undone["soft hyphens"] == undone["emoji letters"] == 1.0
