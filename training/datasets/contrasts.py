"""Remarks that share their words and differ in what they say, written for this project.

In the other data nearly every text with "stupid" is abuse, and nearly every one without a rude word is not. A
model trained on it alone rejects "What a stupid rule", and whoever tells what was shouted at him, and lets
calm cruelty pass. Here the same words are said of oneself, of things, of what others said, and against
people.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from string import Formatter

import pandas as pd

from classifier.labels import LABELS

CONTRASTS = FAIR, ABUSIVE = "contrast_fair", "contrast_abusive"
"""Sources of one class each, as those of `training.datasets.everyday` are."""

_FILE = Path(__file__).with_suffix(".toml")
_FILLED_EACH = 16
"""So many times each sentence is filled with other words."""


def contrast_rows() -> pd.DataFrame:
    """Fair remarks in rough words, and abusive ones, some with calm words: `text`, `source`, sure labels."""
    written = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    rows = [
        {"text": text, "source": source, **labels}
        for source, kind in ((FAIR, "fair"), (ABUSIVE, "abusive"))
        for part in written[kind]
        for labels in [_labels(part.get("labels"))]
        for sentence in part["sentences"]
        for text in _filled(sentence, written["words"])
    ]
    return pd.DataFrame(rows).drop_duplicates("text", ignore_index=True)


def _labels(abusive: list[str] | None) -> dict[str, float]:
    """What is sure of a remark: a fair one has no label, an abusive one is toxic and has those named."""
    if abusive is None:
        return dict.fromkeys(LABELS, 0.0)
    return dict.fromkeys(["toxicity", *abusive], 1.0) | {"spam": 0.0}


def _filled(sentence: str, words: dict[str, list[str]]) -> Iterator[str]:
    chance = Random(sentence)  # noqa: S311 - a sample, no secret
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    for _ in range(_FILLED_EACH if names else 1):
        text = sentence.format(**{name: chance.choice(words[name]) for name in names})
        yield text[0].upper() + text[1:]
