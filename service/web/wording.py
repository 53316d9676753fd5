"""The words of the desk: labels, shares and what happened to a comment."""

from collections.abc import Mapping, Sequence

from classifier.thresholds import Thresholds
from service.domain.comment import Status
from service.domain.house_rules import DEFAULT_RULES, HouseRule
from service.domain.journal import POLICY, Entry, EntryType
from service.domain.numbers import percent
from service.domain.policy import ArticleMode, NewAuthors

_LABELS = {
    "toxicity": "Rude or hateful",
    "severe_toxicity": "Very hateful",
    "obscene": "Obscene",
    "threat": "Threat",
    "insult": "Insult",
    "identity_attack": "Attack on a group",
    "spam": "Advertising",
}
REASONS = {
    "clear": "Found clear",
    "borderline": "Near the line",
    "blocked_word": "Blocked word",
    "watched_word": "Watched word",
    "many_links": "Many links",
    "new_author": "New author",
    "new_author_link": "Link of a new author",
    "language": "Another language",
    "article_review": "Reviewed article",
    "form_trap": "Hidden field filled in",
    "form_forged": "Form not from here",
    "form_too_quick": "Sent very quickly",
    "form_stale": "Old form",
    "too_long": "Too long",
    "not_scored": "Not scored",
    "moderator": "Approved by a moderator",
    "sample": "Blind sample",
}
"""The policy's reasons beside the labels, and a moderator's for an approval."""
HAPPENINGS = {
    EntryType.DECISION: "Decisions of the policy",
    EntryType.VERDICT: "Verdicts",
    EntryType.UNDO: "Verdicts taken back",
    EntryType.APPEAL: "Appeals",
    EntryType.REOPEN: "Reopened cases",
    EntryType.BAN: "Bans",
    EntryType.LIFT: "Bans lifted",
    EntryType.ERASURE: "Erasures",
}
STATUSES = {Status.APPROVED: "Approved", Status.PENDING: "Waiting", Status.REJECTED: "Rejected"}
ARTICLE_MODES = {
    ArticleMode.OPEN: ("Open", "The policy decides each comment."),
    ArticleMode.REVIEW: ("All to review", "Every comment waits for a moderator."),
    ArticleMode.CLOSED: ("Closed", "No new comments; those that are published stay."),
    ArticleMode.NONE: ("None", "No new comments, and none are shown. Open it again, and they are back."),
}
"""How comments on an article are treated, and what that means."""
NEW_AUTHORS: Mapping[str, str] = {
    NewAuthors.OPEN: "as everybody's",
    NewAuthors.LINKS: "wait when they have a link",
    NewAuthors.REVIEW: "wait for a moderator",
}
LIMITS = {
    "address": "From one address",
    "author": "By one author",
    "article": "On one article",
    "site": "On the whole site",
}
_SETTINGS = {
    "blocked_words": "Blocked words",
    "watched_words": "Watched words",
    "max_links": "Links",
    "new_authors": "New authors",
    "leak": "Budget for bad ones published",
    "overblock": "Budget for good ones refused",
    "sample": "Blind sample",
    "house_rules": "House rules",
    "mode": "Comments",
    "url": "Address",
} | {name: f"Limit: {title.lower()}" for name, title in LIMITS.items()}
_CHOICES: dict[str, Mapping[str, str]] = {
    "mode": {mode: name for mode, (name, _) in ARTICLE_MODES.items()},
    "new_authors": NEW_AUTHORS,
}
_LANGUAGES = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "sv": "Swedish",
    "und": "Not told",
}
_DECIDED = {
    Status.APPROVED: "approved it",
    Status.REJECTED: "rejected it",
    Status.PENDING: "sent it to the moderators",
}

_DONE = {
    EntryType.UNDO: "took the verdict back",
    EntryType.APPEAL: "appealed against the rejection",
    EntryType.REOPEN: "reopened it",
    EntryType.LIFT: "lifted the ban",
    EntryType.ERASURE: "erased it",
}


def label_name(label: str) -> str:
    """Return a label in a moderator's words."""
    return _LABELS.get(label, label.replace("_", " ").capitalize())


def language_name(code: str) -> str:
    """Return a language in words, its code when we have none for it."""
    return _LANGUAGES.get(code, code)


def reason_name(code: str, rules: Sequence[HouseRule] = DEFAULT_RULES) -> str:
    """Return a reason, of the policy or a moderator, in a few words."""
    labels = {rule.code: rule.label for rule in rules}
    return REASONS.get(code) or _LABELS.get(code) or labels.get(code) or label_name(code)


def reason_names(rules: Sequence[HouseRule] = DEFAULT_RULES) -> dict[str, str]:
    """Return every reason that there is, by code."""
    codes = (*REASONS, *_LABELS, *(rule.code for rule in rules))
    return {code: reason_name(code, rules) for code in codes}


def setting_name(name: str) -> str:
    """Return what is set, of a site or of an article, in an editor's words."""
    return _SETTINGS.get(name, name.capitalize())


def setting_value(value: str, name: str) -> str:
    """Return what it is set to, as the page says it where it is chosen, or as somebody typed it."""
    return _CHOICES.get(name, {}).get(value, value)


def lines_drawn(thresholds: Thresholds) -> str:
    """Return where the policy draws its lines on this site, in a sentence for each."""
    below, beyond = thresholds.approve_below, thresholds.reject_from
    published = "" if below is None else f"What is below {percent(below)} is published without a moderator."
    refused = "" if beyond is None else f"What is at {percent(beyond)} or more is refused without one."
    return f"{published} {refused}".strip()


def what_happened(entry: Entry) -> str:
    """Return what an audit entry tells, as the end of a sentence that begins with who did it."""
    if entry.type is EntryType.BAN:
        return f"banned the {entry.note.partition(':')[0]}"
    return _DONE.get(entry.type) or _DECIDED[entry.status]


def who(entry: Entry) -> str:
    """Return who did what an audit entry tells, as the beginning of a sentence."""
    if entry.by == POLICY:
        return "The policy"
    return "The commenter" if entry.type is EntryType.APPEAL else entry.by
