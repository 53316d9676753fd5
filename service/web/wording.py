"""The words of the desk: labels, shares and what happened to a comment."""

from classifier.thresholds import Thresholds
from service.domain.comment import Status
from service.domain.journal import POLICY, Entry, EntryType

_LABELS = {
    "toxicity": "Rude or hateful",
    "severe_toxicity": "Very hateful",
    "obscene": "Obscene",
    "threat": "Threat",
    "insult": "Insult",
    "identity_attack": "Attack on a group",
    "spam": "Advertising",
}
_RULES = {
    "abuse": "Abuse",
    "hate": "Hate",
    "threat": "Threat",
    "spam": "Advertising",
    "off_topic": "Off-topic",
    "personal_data": "Personal data",
    "other": "Something else",
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
_REASONS = {
    "blocked_word": "Blocked word",
    "watched_word": "Watched word",
    "many_links": "Many links",
    "new_author_link": "Link from a new author",
    "new_author": "New author",
    "language": "Another language",
    "article_review": "Article under review",
    "not_scored": "Not scored",
    "borderline": "Borderline",
}
_DECIDED = {
    Status.APPROVED: "approved it",
    Status.REJECTED: "rejected it",
    Status.PENDING: "sent it to the moderators",
}


def label_name(label: str) -> str:
    """Return a label in a moderator's words."""
    return _LABELS.get(label, label.replace("_", " ").capitalize())


def language_name(code: str) -> str:
    """Return a language in words, its code when we have none for it."""
    return _LANGUAGES.get(code, code)


def reason_name(code: str) -> str:
    """Return why a case is here, in few words."""
    return _REASONS.get(code) or label_name(code)


def rule_name(code: str) -> str:
    """Return a house rule as it stands on a button."""
    return _RULES.get(code, code.replace("_", " ").capitalize())


def percent(share: float) -> str:
    """Return a share as a whole percentage; only what is certain reads 0% or 100%."""
    number = round(share * 100)
    if number == 0 and share > 0:
        return "<1%"
    if number == 100 and share < 1:  # noqa: PLR2004 - per cent
        return ">99%"
    return f"{number}%"


def lines_drawn(thresholds: Thresholds) -> str:
    """Return where the policy draws its lines on this site, in a sentence for each."""
    below, beyond = thresholds.approve_below, thresholds.reject_from
    published = "" if below is None else f"What is below {percent(below)} is published without a moderator."
    refused = "" if beyond is None else f"What is at {percent(beyond)} or more is refused without one."
    return f"{published} {refused}".strip()


def what_happened(entry: Entry) -> str:
    """Return what an audit entry tells, as the end of a sentence that begins with who did it."""
    match entry.type:
        case EntryType.DECISION | EntryType.VERDICT:
            return _DECIDED[entry.status]
        case EntryType.UNDO:
            return "took the verdict back"
        case EntryType.APPEAL:
            return "appealed against the rejection"
        case EntryType.BAN:
            return "banned its author or address"
        case EntryType.LIFT:
            return "lifted the ban"
    return "erased it"


def who(entry: Entry) -> str:
    """Return who did what an audit entry tells, as the beginning of a sentence."""
    if entry.by == POLICY:
        return "The policy"
    return "The commenter" if entry.type is EntryType.APPEAL else entry.by
