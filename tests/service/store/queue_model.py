"""What the review queue should do, in plain Python: the model that the state machine compares Redis with."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from service.domain.comment import Appeal, CaseKind, Comment, Reason, Status, Verdict
from service.domain.journal import EntryType
from service.store import review_queue
from service.store.review_queue import Claim, UndoResult, VerdictResult
from tests.support.photograph import Photograph


class Standing(NamedTuple):
    """What a verdict changes and undo restores."""

    comment: Comment
    since_ms: int
    due_ms: int | None
    recused: str | None


@dataclass
class Case:
    """One comment and what has become of it."""

    now: Standing
    before: list[Standing] = field(default_factory=list)
    claim: Claim | None = None
    journal: list[tuple[EntryType, Status]] = field(default_factory=list)
    erased: bool = False

    def claim_at(self, now_ms: int) -> Claim | None:
        return self.claim if self.claim and self.claim.expires_at_ms > now_ms else None

    @property
    def is_open(self) -> bool:
        return not self.erased and self.now.due_ms is not None

    def photograph(self) -> Photograph:
        if self.erased:
            return Photograph(None, {}, {}, published=False, due_ms=None, recused=None)
        since = {self.now.comment.status: float(self.now.since_ms)}
        approved = self.now.comment.status is Status.APPROVED
        return Photograph(
            self.now.comment,
            since,
            since,
            published=approved,
            due_ms=self.now.due_ms,
            recused=self.now.recused,
        )

    def decide(self, token: str, verdict: Verdict, reasons: tuple[Reason, ...]) -> VerdictResult:
        if self.erased:
            return review_queue.Gone()
        if not self.is_open:
            return review_queue.AlreadyDecided(self.now.comment.verdict)
        claim = self.claim_at(verdict.at_ms)
        if claim is None:
            return review_queue.ClaimEnded()
        if claim.token != token or claim.by != verdict.by:
            return review_queue.HeldByOther(claim.by)
        status = Status.APPROVED if verdict.approve else Status.REJECTED
        decided = replace(
            self.now.comment, status=status, case=CaseKind.NONE, reasons=reasons, verdict=verdict
        )
        self.before.append(self.now)
        self.now, self.claim = Standing(decided, verdict.at_ms, None, None), None
        self.journal.append((EntryType.VERDICT, status))
        return review_queue.Decided()

    def undo(self, by: str, *, editor: bool, claim: Claim) -> UndoResult:
        if self.erased:
            return review_queue.Gone()
        if not self.before or self.now.comment.verdict is None:
            return review_queue.NothingToUndo()
        if self.is_open:
            return review_queue.Appealed()
        if self.now.comment.verdict.by != by and not editor:
            return review_queue.NotYours(self.now.comment.verdict.by)
        self.now = self.before.pop()
        self.claim = claim if self.now.recused != by else None
        self.journal.append((EntryType.UNDO, self.now.comment.status))
        return review_queue.Undone(self.claim)

    def appeal(self, appeal: Appeal, due_ms: int) -> str:
        comment = self.now.comment
        if self.erased:
            return "gone"
        if comment.appeal is not None:
            return "already"
        if comment.status is not Status.REJECTED:
            return "not_rejected"
        recused = comment.verdict.by if comment.verdict else None
        appealed = replace(comment, case=CaseKind.APPEAL, appeal=appeal)
        self.now = Standing(appealed, appeal.at_ms, due_ms, recused)
        self.journal.append((EntryType.APPEAL, Status.REJECTED))
        return "opened"

    def erase(self) -> bool:
        if self.erased:
            return False
        self.erased, self.claim = True, None
        self.journal.append((EntryType.ERASURE, Status.REJECTED))
        return True
