"""How comments and audit entries are written in Redis."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

from service.domain.comment import Appeal, CaseKind, Comment, Reason, Status, Verdict
from service.domain.journal import Entry

# Written by their serializers: an adapter's own `dump_json` takes half as long again for its options.
_COMMENT = TypeAdapter(Comment)
_REASONS = TypeAdapter(tuple[Reason, ...])
_VERDICT = TypeAdapter(Verdict)
_APPEAL = TypeAdapter(Appeal)
_ENTRY = TypeAdapter(Entry)
_CHANGING = {"status", "reasons", "case", "verdict", "appeal"}
"""What verdicts change has a field of its own; the rest is one document, written once."""

_log = structlog.get_logger(__name__)


def write_posted(comment: Comment) -> str:
    """Return what never changes of a comment as JSON; what it has not is left out."""
    return _COMMENT.serializer.to_json(comment, exclude=_CHANGING, exclude_defaults=True).decode()


def read_comment(fields: dict[str, Any]) -> Comment | None:
    """Return the comment of a hash, `None` when the hash is empty."""
    if not fields:
        return None
    verdict, appeal = fields.get("verdict"), fields.get("appeal")
    return replace(
        _COMMENT.validate_json(fields["posted"]),
        status=Status(fields["status"]),
        case=CaseKind(fields["case"]),
        reasons=_REASONS.validate_json(fields["reasons"]),
        verdict=read_verdict(verdict) if verdict else None,
        appeal=_APPEAL.validate_json(appeal) if appeal else None,
    )


def write_reasons(reasons: tuple[Reason, ...]) -> str:
    """Return reasons as JSON."""
    return _REASONS.serializer.to_json(reasons).decode()


def write_verdict(verdict: Verdict) -> str:
    """Return a verdict as JSON."""
    return _VERDICT.serializer.to_json(verdict).decode()


def read_verdict(text: str) -> Verdict:
    """Return the verdict of a JSON document."""
    return _VERDICT.validate_json(text)


def write_appeal(appeal: Appeal) -> str:
    """Return an appeal as JSON."""
    return _APPEAL.serializer.to_json(appeal).decode()


def write_entry(entry: Entry) -> str:
    """Return an audit entry as JSON; what it has not is left out."""
    return _ENTRY.serializer.to_json(entry, exclude_defaults=True).decode()


def write_entry_without_status(entry: Entry) -> str:
    """Return an audit entry as JSON without its status: the store adds the one that stands."""
    return _ENTRY.serializer.to_json(entry, exclude={"status"}).decode()


def write_unfinished_entry(entry: Entry) -> str:
    """Return an audit entry as JSON without its status and reasons, which the store adds."""
    return _ENTRY.serializer.to_json(entry, exclude={"status", "reasons"}).decode()


def read_entry(text: str, of: str) -> Entry | None:
    """Return the audit entry of a JSON document; `None`, and the log has the id `of`, when it can't be read.

    A later version of the service may have written it, before somebody went back to this one.
    """
    try:
        return _ENTRY.validate_json(text)
    except ValidationError:
        _log.warning("entry_not_understood", id=of)  # not what is wrong: that would quote it
        return None


def read_audit(texts: Iterable[str], comment_id: str) -> list[Entry]:
    """Return a comment's audit entries, in the same order; what can't be read is left out."""
    return [entry for text in texts if (entry := read_entry(text, comment_id))]
