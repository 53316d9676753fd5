"""Which open cases somebody wants to see, and in which order."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.comment import Comment

BINS = 20
_HOUR_MS = 3_600_000
WAITING_MS = {"1h": _HOUR_MS, "4h": 4 * _HOUR_MS, "1d": 24 * _HOUR_MS}
"""How long a case has waited at least, by its word."""
_LIKELY = 0.5
"""A label counts when it is as likely as not."""


class Order(StrEnum):
    """In which order cases are listed."""

    URGENT = "urgent"
    """By when they are due."""
    OLDEST = "oldest"
    """By when they were posted."""
    SCORE = "score"
    """The likeliest to be rejected first; those without a score last."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases; empty fields let everything through."""

    article_id: str = ""
    reason: str = ""
    author_key: str = ""
    language: str = ""
    label: str = ""
    """With a label that is as likely as not."""
    words: str = ""
    """All of these stand in the text, the author's name or the article's title."""
    before_ms: int = 0
    """Posted before this."""
    score_from: float = 0.0
    score_to: float = 1.0
    ids: tuple[str, ...] = ()
    not_ids: frozenset[str] = frozenset()

    def fits(self, comment: Comment) -> bool:
        """Whether a case is wanted."""
        return (
            self.article_id in {"", comment.article_id}
            and self.author_key in {"", comment.author_key}
            and self.language in {"", comment.language}
            and (not self.reason or any(self.reason == reason.code for reason in comment.reasons))
            and (not self.label or comment.scores.get(self.label, 0.0) >= _LIKELY)
            and (not self.before_ms or comment.created_at_ms < self.before_ms)
            and self._fits_score(comment)
            and (not self.ids or comment.id in self.ids)
            and comment.id not in self.not_ids
            and (not self.words or has_words(comment, self.words))
        )

    def _fits_score(self, comment: Comment) -> bool:
        if (self.score_from, self.score_to) == (0.0, 1.0):
            return True
        return comment.likely_to_reject is not None and (
            self.score_from <= comment.likely_to_reject <= self.score_to
        )


EVERYTHING = Filter()


@dataclass(slots=True)
class Facets:
    """What there is to choose from: how many of some cases have which property."""

    reasons: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    """Author → the name that they gave last."""
    titles: dict[str, str] = field(default_factory=dict)
    """Article → its title, as far as the forms told."""
    scores: list[int] = field(default_factory=lambda: [0] * BINS)
    """How many cases have a score in each twentieth of the range."""

    @classmethod
    def of(cls, comments: Iterable[Comment]) -> "Facets":
        """Count."""
        facets = cls()
        for comment in comments:
            facets._count(comment)
        return facets

    def _count(self, comment: Comment) -> None:
        self.reasons.update({reason.code for reason in comment.reasons})
        self.labels.update(label for label, share in comment.scores.items() if share >= _LIKELY)
        self.articles[comment.article_id] += 1
        self.languages[comment.language] += 1
        self.authors[comment.author_key] += 1
        self.names[comment.author_key] = comment.author.name
        self.titles[comment.article_id] = comment.article_title or self.titles.get(comment.article_id, "")
        if comment.likely_to_reject is not None:
            self.scores[min(int(comment.likely_to_reject * BINS), BINS - 1)] += 1


def sorted_by(order: Order, comments: list[Comment]) -> list[Comment]:
    """Return comments, given the most urgent first, in another order."""
    match order:
        case Order.URGENT:
            return comments
        case Order.OLDEST:
            return sorted(comments, key=lambda comment: comment.id)
    return sorted(comments, key=lambda comment: -(comment.likely_to_reject or 0.0))


def has_words(comment: Comment, words: str) -> bool:
    """Whether all of these words stand in the text, the author's name or the article's title."""
    place = _folded(f"{comment.text}\n{comment.author.name}\n{comment.article_title}")
    return all(word in place for word in _folded(words).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
