"""The policy: from scores, rules and the author's history to a decision. Pure, so that it can be replayed."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Self

from classifier.model import Assessment
from classifier.thresholds import Thresholds
from service.domain.comment import OTHER_LANGUAGE, TOO_LONG, Decision, Outcome, Reason
from service.domain.form_token import FormDoubt
from service.domain.numbers import percent
from service.domain.words import WordList

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)

_LABEL_SENTENCES = {
    "toxicity": "It reads as rude or hateful.",
    "severe_toxicity": "It reads as very hateful.",
    "obscene": "It reads as obscene.",
    "threat": "It reads as a threat.",
    "insult": "It reads as an insult.",
    "identity_attack": "It reads as an attack on a group of people.",
    "spam": "It reads as advertising.",
}
_DOUBT_SENTENCES = {
    FormDoubt.TRAP: "A field of the form was filled in that people don't see, as programs do.",
    FormDoubt.FORGED: "The form that it came from was not given out here for this article.",
    FormDoubt.TOO_QUICK: "It was sent faster than a person writes.",
    FormDoubt.STALE: "The form that it came from had been open for more than a day.",
}
_NEW_AUTHOR, _NEW_AUTHOR_LINK, _ARTICLE_REVIEW = "new_author", "new_author_link", "article_review"
_STRICTEST_FIRST = (Outcome.REJECT, Outcome.REVIEW, Outcome.APPROVE)
_TELLING = 0.5
"""A label is named as a reason from this probability on; below, it says too little."""


class ArticleMode(StrEnum):
    """What happens to comments under an article."""

    OPEN = "open"
    """The policy decides."""
    REVIEW = "review"
    """Every comment waits for a moderator."""
    CLOSED = "closed"
    """No comment is taken."""
    NONE = "none"
    """No comment is taken, and those that were published are not shown."""

    @property
    def takes_comments(self) -> bool:
        """Whether new ones may come in."""
        return self in {ArticleMode.OPEN, ArticleMode.REVIEW}


class NewAuthors(StrEnum):
    """What happens to the comments of authors who have none approved yet."""

    OPEN = "open"
    """Nothing: they are treated as everybody."""
    LINKS = "links"
    """A comment with a link waits for a moderator."""
    REVIEW = "review"
    """Every comment waits for a moderator."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's rules beside the scores."""

    blocked_words: tuple[str, ...] = ()
    watched_words: tuple[str, ...] = ()
    max_links: int = 2
    new_authors: NewAuthors = NewAuthors.LINKS


class Circumstances(NamedTuple):
    """What is known of a comment beside its text."""

    approved_before: int = 0
    """How many comments of this author stand approved."""
    article_mode: ArticleMode = ArticleMode.OPEN
    form_doubt: FormDoubt | None = None
    """Why the form looks as if a program had filled it in."""

    @classmethod
    def told_by(cls, decision: Decision) -> Self:
        """Return what mattered for a decision, by its reasons; of the rest an established author's."""
        codes = {reason.code for reason in decision.reasons}
        return cls(
            approved_before=int(codes.isdisjoint({_NEW_AUTHOR, _NEW_AUTHOR_LINK})),
            article_mode=ArticleMode.REVIEW if _ARTICLE_REVIEW in codes else ArticleMode.OPEN,
            form_doubt=next((doubt for doubt in FormDoubt if doubt in codes), None),
        )


ESTABLISHED_AUTHOR = Circumstances(approved_before=1)
"""As whose a text is judged when nothing is known of its author."""


class Finding(NamedTuple):
    """What one rule says of a comment."""

    outcome: Outcome
    reason: Reason


@dataclass(frozen=True)
class Policy:
    """One site's policy under one model.

    `leak` and `overblock` are the site's error budgets: the share of bad comments among those approved
    automatically, and of good ones among those rejected automatically.
    """

    rules: Rules
    thresholds: Thresholds
    leak: float = 0.01
    overblock: float = 0.05
    blocked: WordList = field(init=False, repr=False, compare=False)
    watched: WordList = field(init=False, repr=False, compare=False)
    version: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocked", WordList(self.rules.blocked_words))
        object.__setattr__(self, "watched", WordList(self.rules.watched_words))
        object.__setattr__(self, "version", self._fingerprint())

    def _fingerprint(self) -> str:
        rules = self.rules
        parts = (
            (self.leak, self.overblock, self.thresholds.approve_below, self.thresholds.reject_from),
            (rules.blocked_words, rules.watched_words, rules.max_links, rules.new_authors),
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    def decide(
        self, text: str, assessment: Assessment | None, model: str, circumstances: Circumstances
    ) -> Decision:
        """Decide a comment; every rule that has something to say is among the reasons, the strictest first.

        `assessment` is `None` when the text could not be scored; then a moderator decides.
        """
        findings = self._findings(text, assessment, circumstances)
        outcome = min([found.outcome for found in findings], key=_STRICTEST_FIRST.index)
        reasons = tuple(found.reason for found in findings if found.outcome is outcome)
        return Decision(outcome, reasons, _urgency(assessment), model, self.version)

    def waits_for_scores(self, text: str, assessment: Assessment, circumstances: Circumstances) -> bool:
        """Whether the comment waits for a person only because its scores do not decide it."""
        scored = _scores(self, text, assessment, circumstances)
        if scored is None or scored.outcome is not Outcome.REVIEW:
            return False
        return self._findings(text, assessment, circumstances) == [scored]

    def _findings(
        self, text: str, assessment: Assessment | None, circumstances: Circumstances
    ) -> list[Finding]:
        return [found for rule in RULES if (found := rule(self, text, assessment, circumstances))]


Rule = Callable[[Policy, str, Assessment | None, Circumstances], Finding | None]


def _urgency(assessment: Assessment | None) -> float:
    """A threat is the most urgent of what waits, then what is likeliest to be rejected."""
    if assessment is None:
        return 0.5
    return max(assessment.likely_to_reject, assessment.probabilities.get("threat", 0.0))


def _blocked_words(policy: Policy, text: str, _: Assessment | None, __: Circumstances) -> Finding | None:
    if not (word := policy.blocked.find(text)):
        return None
    reason = Reason("blocked_word", "It has a word that this site does not allow.", word)
    return Finding(Outcome.REJECT, reason)


def _watched_words(policy: Policy, text: str, _: Assessment | None, __: Circumstances) -> Finding | None:
    if not (word := policy.watched.find(text)):
        return None
    return _review("watched_word", "It has a word that a moderator looks at first.", word)


def _links(text: str) -> list[str]:
    """Return the links in a text; that most texts have none is seen without a search."""
    return _LINK.findall(text) if "://" in text or "www." in text.lower() else []


def _many_links(policy: Policy, text: str, _: Assessment | None, __: Circumstances) -> Finding | None:
    links = _links(text)
    if len(links) <= policy.rules.max_links:
        return None
    return _review("many_links", f"It has more than {policy.rules.max_links} links.", " ".join(links)[:200])


def _new_author(policy: Policy, text: str, _: Assessment | None, now: Circumstances) -> Finding | None:
    if now.approved_before or policy.rules.new_authors is NewAuthors.OPEN:
        return None
    if links := _links(text):
        return _review(_NEW_AUTHOR_LINK, "It has a link and is from a new author.", links[0][:200])
    if policy.rules.new_authors is NewAuthors.REVIEW:
        return _review(_NEW_AUTHOR, "It is the author's first comment here.")
    return None


def _looks_automatic(_: Policy, __: str, ___: Assessment | None, now: Circumstances) -> Finding | None:
    return _review(now.form_doubt, _DOUBT_SENTENCES[now.form_doubt]) if now.form_doubt else None


def _foreign_language(_: Policy, __: str, scored: Assessment | None, ___: Circumstances) -> Finding | None:
    if scored is None or scored.language_supported:
        return None
    message = "It is in a language that is not judged automatically."
    return _review(OTHER_LANGUAGE, message, scored.language)


def _too_long(_: Policy, __: str, scored: Assessment | None, ___: Circumstances) -> Finding | None:
    if scored is None or scored.read_whole:
        return None
    return _review(TOO_LONG, "It is too long to be judged automatically.")


def _reviewed_article(_: Policy, __: str, ___: Assessment | None, now: Circumstances) -> Finding | None:
    if now.article_mode is ArticleMode.OPEN:
        return None
    return _review(_ARTICLE_REVIEW, "Every comment on this article is looked at by a moderator.")


def _scores(policy: Policy, _: str, scored: Assessment | None, __: Circumstances) -> Finding | None:
    if scored is None:
        return _review("not_scored", "It could not be judged automatically.")
    if not scored.language_supported:
        return None  # the model's scores mean nothing there; the rule on languages has spoken
    approve_below, reject_from = policy.thresholds.approve_below, policy.thresholds.reject_from
    if reject_from is not None and scored.likely_to_reject >= reject_from:
        return Finding(Outcome.REJECT, _telling_label(scored))
    if approve_below is not None and scored.likely_to_reject < approve_below:
        return Finding(Outcome.APPROVE, Reason("clear", "It was found clear automatically."))
    return Finding(Outcome.REVIEW, _telling_label(scored))


def _telling_label(scored: Assessment) -> Reason:
    """Name the likeliest label, or say that the text is borderline when none is likely."""
    label, probability = max(scored.probabilities.items(), key=lambda item: item[1])
    if probability < _TELLING:
        return Reason("borderline", "It is near the line of what this site allows.")
    return Reason(label, _LABEL_SENTENCES.get(label, f"It reads as {label}."), percent(probability))


def _review(code: str, message: str, evidence: str = "") -> Finding:
    return Finding(Outcome.REVIEW, Reason(code, message, evidence))


RULES: tuple[Rule, ...] = (
    _blocked_words,
    _watched_words,
    _many_links,
    _new_author,
    _looks_automatic,
    _foreign_language,
    _too_long,
    _reviewed_article,
    _scores,
)
"""In the order in which their reasons are given. A ban and a closed article come before these: they refuse a
submission before anything of it is kept."""
