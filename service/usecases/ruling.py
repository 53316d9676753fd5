"""Rulings: what a moderator wants of a case, checked, and who was faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from service.domain.clock import iso
from service.domain.comment import CaseKind, Comment, Reason, Verdict
from service.domain.house_rules import APPROVED, DEFAULT_RULES, HouseRule, rejection
from service.domain.submission import FieldError
from service.store.people import Moderator
from service.usecases.refusals import InvalidError, RefusedError

NOTE_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator wants: approve, or reject under one of the house rules."""

    approve: bool
    reasons: tuple[Reason, ...]
    note: str = ""

    @classmethod
    def parse(cls, verdict: str, reason: str, note: str, rules: Sequence[HouseRule] = DEFAULT_RULES) -> Self:
        """Check what a moderator sent against the house rules of the site.

        Raises
        ------
        InvalidError
            With a message for each wrong field.
        """
        errors: list[FieldError] = []
        reasons: tuple[Reason, ...] = (APPROVED,)
        if verdict not in {"approve", "reject"}:
            errors.append(FieldError("verdict", f"Must be approve or reject, got {verdict!r}."))
        elif verdict == "reject":
            try:
                reasons = (rejection(reason, rules),)
            except ValueError as error:
                errors.append(FieldError("reason", str(error)))
        if len(note) > NOTE_MAX:
            errors.append(
                FieldError("note", f"Too long: at most {NOTE_MAX:,} characters, got {len(note):,}.")
            )
        if errors:
            raise InvalidError(errors)
        return cls(verdict == "approve", reasons, note.strip())

    def verdict(self, by: str, at_ms: int, group: str = "") -> Verdict:
        """Return the ruling as a verdict."""
        reason = "" if self.approve else self.reasons[0].code
        return Verdict(self.approve, by, at_ms, reason, self.note, group)


def may_undo(comment: Comment, moderator: Moderator) -> bool:
    """Whether a moderator may take a comment's standing verdict back: their own, editors anybody's."""
    verdict = comment.standing_verdict
    return verdict is not None and (verdict.by == moderator.name or moderator.is_editor)


def is_recused(comment: Comment, moderator: Moderator) -> bool:
    """Whether an appeal is against the moderator's own verdict, which somebody else looks at."""
    decided = comment.verdict is not None and comment.verdict.by == moderator.name
    return comment.case is CaseKind.APPEAL and decided


def already_decided(earlier: Verdict | None) -> RefusedError:
    """Return the refusal for whoever comes after another moderator's verdict."""
    if earlier is None:
        return RefusedError(409, "not_open", "Nobody has to decide this comment.")
    what = "approved" if earlier.approve else "rejected"
    return RefusedError(
        409,
        "already_decided",
        f"{earlier.by} {what} this comment already.",
        decided_by=earlier.by,
        verdict="approve" if earlier.approve else "reject",
        decided_at=iso(earlier.at_ms),
    )
