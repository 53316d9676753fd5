"""Audit entries: what happened to a comment, who did it, and by which model and policy."""

from dataclasses import replace
from enum import StrEnum
from typing import Self

from service.domain.comment import Ban, CaseKind, Comment, Reason, Status, Verdict
from service.domain.value import value


class EntryType(StrEnum):
    """What happened."""

    DECISION = "decision"
    """The policy decided."""
    VERDICT = "verdict"
    """A moderator decided."""
    UNDO = "undo"
    """A moderator took a verdict back."""
    APPEAL = "appeal"
    """The commenter objected."""
    REOPEN = "reopen"
    """A moderator wants it looked at; until a verdict it stands where it stood."""
    BAN = "ban"
    """Its author or address may not comment any more."""
    LIFT = "lift"
    """They may again."""
    ERASURE = "erasure"
    """The comment was erased."""


POLICY = "policy"
"""Stands in `by` where no person acted."""


@value
class Entry:
    """One thing that happened to a comment. As an event of the outbox it is the same, with an id."""

    type: EntryType
    comment_id: str
    article_id: str
    status: Status
    reasons: tuple[Reason, ...]
    at_ms: int
    by: str
    model: str
    policy: str
    note: str = ""
    source: str = ""
    outside_id: str = ""
    sampled: bool = False
    """A decision that a moderator makes again, blind."""

    @property
    def blinded(self) -> Self:
        """As it is shown while a moderator decides again: a sampled decision does not tell what it was."""
        return replace(self, status=Status.PENDING, reasons=()) if self.sampled else self


def decision_entry(comment: Comment) -> Entry:
    """Return the entry of the policy's decision on a new comment."""
    at_ms, sampled = comment.created_at_ms, comment.case is CaseKind.SAMPLE
    entry = _entry(EntryType.DECISION, comment, at_ms, POLICY, comment.status, comment.reasons)
    return replace(entry, sampled=True) if sampled else entry


def verdict_entry(comment: Comment, verdict: Verdict, status: Status, reasons: tuple[Reason, ...]) -> Entry:
    """Return the entry of a moderator's verdict."""
    return _entry(EntryType.VERDICT, comment, verdict.at_ms, verdict.by, status, reasons, verdict.note)


def undo_entry(comment: Comment, by: str, at_ms: int) -> Entry:
    """Return the entry of an undo; the store sets the status and reasons that it restores."""
    return _entry(EntryType.UNDO, comment, at_ms, by, Status.PENDING, ())


def appeal_entry(comment: Comment, at_ms: int) -> Entry:
    """Return the entry of a commenter's appeal."""
    return _entry(EntryType.APPEAL, comment, at_ms, "commenter", comment.status, comment.reasons)


def reopen_entry(comment: Comment, by: str, at_ms: int) -> Entry:
    """Return the entry of a case that a moderator opened on what the policy had decided."""
    return _entry(EntryType.REOPEN, comment, at_ms, by, comment.status, comment.reasons)


def ban_entry(comment: Comment, ban: Ban) -> Entry:
    """Return the entry of a ban; its note says who and why. The store sets the status that stands."""
    return _entry(
        EntryType.BAN, comment, ban.at_ms, ban.by, comment.status, (), f"{ban.target}: {ban.reason}"
    )


def lift_entry(comment: Comment, by: str, at_ms: int) -> Entry:
    """Return the entry of the end of a ban; the store sets the status that stands."""
    return _entry(EntryType.LIFT, comment, at_ms, by, comment.status, ())


def lift_entry_of(comment_id: str, article_id: str, by: str, at_ms: int) -> Entry:
    """Return the entry of the end of a ban whose comment may be gone: it tells no more than that."""
    return Entry(EntryType.LIFT, comment_id, article_id, Status.REJECTED, (), at_ms, by, "", "")


def erasure_entry(comment: Comment, at_ms: int) -> Entry:
    """Return the entry of an erasure: it names neither the author nor the text."""
    return _entry(EntryType.ERASURE, comment, at_ms, "operator", Status.REJECTED, ())


def _entry(  # noqa: PLR0917 - private, and every caller stands above
    kind: EntryType,
    comment: Comment,
    at_ms: int,
    by: str,
    status: Status,
    reasons: tuple[Reason, ...],
    note: str = "",
) -> Entry:
    decision = comment.decision
    return Entry(
        kind,
        comment.id,
        comment.article_id,
        status,
        reasons,
        at_ms,
        by,
        decision.model,
        decision.policy,
        note,
        comment.source,
        comment.outside_id,
    )
