"""What the service asks: assess texts, explain one, look up thresholds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration
from classifier.language import identify
from classifier.normalisation import normalise
from classifier.passage import READ_BYTES, is_read_whole
from classifier.policy_score import PolicyScore
from classifier.scorer import Scorer
from classifier.thresholds import BudgetCurve, Thresholds

Floats = NDArray[np.float64]

_SURELY_READ = READ_BYTES // 4
"""So many characters: none takes more than four bytes, normalised or not."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]+")


class Assessment(NamedTuple):
    """One text's judgement."""

    probabilities: dict[str, float]
    """Label -> calibrated probability, for every label of the model."""
    likely_to_reject: float
    """The policy score: calibrated probability that a moderator would reject the text."""
    language: str
    """ISO 639-1 code, or `und` when the text is too short or has no letters to tell."""
    language_supported: bool
    """False: the model was not trained on this language, so a person should read the text."""
    read_whole: bool = True
    """False: the text is so long that its end was not read."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text and what it adds to a label's score."""

    start: int
    """Code points of the original text."""
    end: int
    """Exclusive."""
    label: str
    contribution: float
    """Log-odds; all spans of a label and the label's intercept sum to its score before calibration."""


@dataclass(frozen=True)
class Model:
    """A trained model, ready to serve from any number of threads at once."""

    version: str
    labels: tuple[str, ...]
    scorer: Scorer
    calibrations: tuple[Calibration, ...]
    policy_score: PolicyScore
    curve: BudgetCurve

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        """The judgement of each text, in order."""
        if not texts:
            return []
        scores = self.scorer.scores(texts).tolist()
        return [self._assessment(text, row) for text, row in zip(texts, scores, strict=True)]

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities for raw `scores`, both of shape (texts, labels)."""
        columns = [calibrate(scores[:, i]) for i, calibrate in enumerate(self.calibrations)]
        return np.stack(columns, axis=1)

    def _assessment(self, text: str, scores: list[float]) -> Assessment:
        language = identify(text)
        row = [calibration.at(score) for calibration, score in zip(self.calibrations, scores, strict=True)]
        by_label = dict(zip(self.labels, row, strict=True))
        whole = len(text) <= _SURELY_READ or is_read_whole(normalise(text))
        return Assessment(by_label, self.policy_score.of(row), language.code, language.supported, whole)

    def scores(self, text: str) -> dict[str, float]:
        """Label -> log-odds before calibration: what the spans of `explain` and the intercept sum to."""
        return dict(zip(self.labels, self.scorer.scores([text])[0].tolist(), strict=True))

    @property
    def intercepts(self) -> dict[str, float]:
        """Label -> the score of a text before anything in it is counted."""
        return dict(zip(self.labels, self.scorer.intercepts.tolist(), strict=True))

    def explain(self, text: str) -> list[Span]:
        """What each word, gap and mark of `text` adds to each label's score, in order of place and label."""
        contributions = self.scorer.contributions(text)
        return [
            Span(start, end, label, float(added))
            for start, end in _tokens(text)
            for label, added in zip(self.labels, contributions[start : max(end, 1)].sum(axis=0), strict=True)
            if added
        ]

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:
        """Where to approve and reject by these error budgets (fractions); looked up, never extrapolated."""
        return self.curve.thresholds(leak=leak, overblock=overblock)


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    if not text:
        yield 0, 0
    for match in _TOKEN.finditer(text):
        yield match.span()
