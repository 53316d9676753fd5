"""What Coral does with a comment: approves it, keeps it for its own moderators, or rejects it."""

from typing import Any

from service.domain.comment import Decision, Outcome, Reason

_TOXIC, _SPAM = "COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"
_CODES = {
    "toxicity": "OFFENSIVE",
    "severe_toxicity": "ABUSIVE",
    "obscene": "OFFENSIVE",
    "threat": "HARASSMENT_BULLYING",
    "insult": "ABUSIVE",
    "identity_attack": "HATE_SPEECH",
    "spam": "SPAM",
    "blocked_word": "BANNED_WORD",
    "many_links": "AD",
}
"""Our reason → Coral's code for a rejection."""
_FLAGS = {
    "toxicity": _TOXIC,
    "severe_toxicity": _TOXIC,
    "obscene": _TOXIC,
    "threat": _TOXIC,
    "insult": _TOXIC,
    "identity_attack": _TOXIC,
    "spam": _SPAM,
    "many_links": _SPAM,
    "new_author_link": _SPAM,
}


def moderation_view(decision: Decision) -> dict[str, Any]:
    """Return what Coral is to do."""
    match decision.outcome:
        case Outcome.APPROVE:
            return {"status": "APPROVED"}
        case Outcome.REVIEW:
            return {"status": "PREMOD", "actions": _actions(decision)}
    rejection = {"status": "REJECTED", "rejectionReason": _rejection_reason(decision.reasons[0])}
    return {"status": "REJECTED", "actions": _actions(decision), "moderationAction": rejection}


def _actions(decision: Decision) -> list[dict[str, str]]:
    flags = dict.fromkeys(_FLAGS[reason.code] for reason in decision.reasons if reason.code in _FLAGS)
    return [{"actionType": "FLAG", "reason": flag} for flag in flags]


def _rejection_reason(reason: Reason) -> dict[str, str]:
    code = _CODES.get(reason.code, "OTHER")
    custom = {"customReason": reason.message} if code == "OTHER" else {}
    return {"code": code, "detailedExplanation": reason.message} | custom
