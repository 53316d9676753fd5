"""The review queue: cases waiting for a person, claims on them, verdicts and undo.

A case stays in the queue while it is claimed, so that its place is never lost; `claims` says until when
somebody holds it. Who holds a claim's token may renew and release it and decide the case.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comment import Comment, Reason, Status, Verdict
from service.domain.journal import undo_entry, verdict_entry
from service.store import records
from service.store.commands import Commands
from service.store.comments import Keeping
from service.store.keys import SiteKeys

_GROUP_S = 86_400


@dataclass(frozen=True, slots=True)
class Claim:
    """A moderator's lease on a case."""

    comment_id: str
    by: str
    token: str
    expires_at_ms: int


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict stands."""


@dataclass(frozen=True, slots=True)
class AlreadyDecided:
    """There is no open case: `verdict` says who closed it, `None` that nobody had to."""

    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class ClaimEnded:
    """The claim has run out, or was never the caller's; nobody else holds the case."""


@dataclass(frozen=True, slots=True)
class HeldByOther:
    """Somebody else holds the case."""

    by: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What was before the verdict is restored; the case is claimed by the caller, if they may decide it."""

    claim: Claim | None


@dataclass(frozen=True, slots=True)
class NothingToUndo:
    """There is no verdict on this comment."""


@dataclass(frozen=True, slots=True)
class Appealed:
    """The commenter has appealed against the verdict; another moderator decides that."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """Another moderator decided; editors may undo that, moderators not."""

    by: str


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such comment any more."""


VerdictResult = Decided | AlreadyDecided | ClaimEnded | HeldByOther | Gone
UndoResult = Undone | NothingToUndo | Appealed | NotYours | Gone


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How much waits; counted, never kept."""

    open: int
    claimed: int
    oldest_due_ms: int | None


class ReviewQueue:
    """One site's queue."""

    def __init__(self, commands: Commands, site: str, keeping: Keeping) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)
        self._keeping = keeping

    async def claim(
        self, by: str, *, limit: int, now_ms: int, expires_at_ms: int, only: Sequence[str] = ()
    ) -> list[Claim]:
        """Lease at most `limit` free cases: the first of `only`, or, when it is empty, the earliest due."""
        keys = self._keys
        tokens = [secrets.token_urlsafe(18) for _ in range(limit)]
        answer = await self._commands.call(
            "claim",
            [keys.queue, keys.claims, keys.claimants, keys.recused],
            now_ms,
            expires_at_ms,
            by,
            limit,
            *tokens,
            *only,
        )
        pairs = zip(answer[::2], answer[1::2], strict=True)
        return [Claim(comment_id, by, token, expires_at_ms) for comment_id, token in pairs]

    async def renew(self, comment_id: str, token: str, *, now_ms: int, expires_at_ms: int) -> bool:
        """Make a claim last longer; false when it has ended."""
        keys = [self._keys.claims, self._keys.claimants]
        answer = await self._commands.call("renew", keys, comment_id, now_ms, token, expires_at_ms)
        return bool(answer[0] == "renewed")

    async def release(self, comment_id: str, token: str, *, now_ms: int) -> bool:
        """Give a case back; false when the claim had ended."""
        keys = [self._keys.claims, self._keys.claimants]
        answer = await self._commands.call("release", keys, comment_id, now_ms, token)
        return bool(answer[0] == "released")

    async def decide(
        self, comment: Comment, token: str, verdict: Verdict, reasons: tuple[Reason, ...]
    ) -> VerdictResult:
        """Close a case with a verdict, if its claim is the caller's."""
        status = Status.APPROVED if verdict.approve else Status.REJECTED
        answer = await self._commands.call(
            "verdict",
            self._keys.places(comment),
            comment.id,
            verdict.at_ms,
            token,
            status,
            records.write_reasons(reasons),
            records.write_verdict(verdict),
            self._keeping.rejected_ms,
            verdict.at_ms - self._keeping.decisions_ms,
            records.write_entry(verdict_entry(comment, verdict, status, reasons)),
        )
        match answer:
            case ["closed", earlier]:
                return AlreadyDecided(records.read_verdict(earlier) if earlier else None)
            case ["held", by]:
                return HeldByOther(str(by))
            case ["ended"]:
                return ClaimEnded()
            case ["gone"]:
                return Gone()
        return Decided()

    async def undo(
        self,
        comment: Comment,
        by: str,
        *,
        any_verdict: bool,
        now_ms: int,
        expires_at_ms: int,
        group: str = "",
    ) -> UndoResult:
        """Take the last verdict back; `any_verdict` lets the caller undo what others decided.

        With `group`, a verdict that is not of this group stays.
        """
        token = secrets.token_urlsafe(18)
        answer = await self._commands.call(
            "undo",
            self._keys.places(comment),
            comment.id,
            now_ms,
            by,
            int(any_verdict),
            token,
            expires_at_ms,
            now_ms - self._keeping.decisions_ms,
            records.write_unfinished_entry(undo_entry(comment, by, now_ms)),
            group,
        )
        match answer:
            case ["undone", _]:
                return Undone(Claim(comment.id, by, token, expires_at_ms))
            case ["undone_unclaimed", _]:
                return Undone(None)
            case ["not_yours", decided_by]:
                return NotYours(str(decided_by))
            case ["appealed"]:
                return Appealed()
            case ["gone"]:
                return Gone()
        return NothingToUndo()

    async def keep_group(self, group: str, comment_ids: Sequence[str]) -> None:
        """Remember for a day which cases are about to be decided at one stroke."""
        key = self._keys.group(group)
        await self._commands.run("SET", key, json.dumps(list(comment_ids)), "EX", _GROUP_S)

    async def group(self, group: str) -> list[str]:
        """Return the ids of cases decided at one stroke; none when that is too long ago."""
        kept = await self._commands.run("GET", self._keys.group(group))
        ids: list[str] = json.loads(kept) if kept else []
        return ids

    async def open_ids(self, *, start: int, count: int) -> list[str]:
        """Return ids of open cases, the earliest due first, from the place `start` on."""
        found: list[str] = await self._commands.run("ZRANGE", self._keys.queue, start, start + count - 1)
        return found

    async def claims_on(self, comment_ids: Sequence[str], now_ms: int) -> dict[str, Claim]:
        """Return the claims that stand on these cases, by id."""
        if not comment_ids:
            return {}
        ends, claimants = await self._commands.run_all(
            [("ZMSCORE", self._keys.claims, *comment_ids), ("HMGET", self._keys.claimants, *comment_ids)]
        )
        return {
            comment_id: Claim(comment_id, expires_at_ms=int(end), **json.loads(claimant))
            for comment_id, end, claimant in zip(comment_ids, ends, claimants, strict=True)
            if end is not None and end > now_ms and claimant is not None
        }

    async def claims(self, now_ms: int) -> list[Claim]:
        """Return all claims that stand, the first to end first."""
        ids = await self._commands.run("ZRANGE", self._keys.claims, f"({now_ms}", "+inf", "BYSCORE")
        return list((await self.claims_on(ids, now_ms)).values())

    async def claimed_by(self, by: str, now_ms: int) -> list[Claim]:
        """Return the claims that a moderator holds, the first to end first."""
        return [claim for claim in await self.claims(now_ms) if claim.by == by]

    async def counts(self, now_ms: int) -> QueueCounts:
        """Count what waits."""
        keys = self._keys
        total, claimed, first = await self._commands.run_all(
            [
                ("ZCARD", keys.queue),
                ("ZCOUNT", keys.claims, f"({now_ms}", "+inf"),
                ("ZRANGE", keys.queue, 0, 0, "WITHSCORES"),
            ]
        )
        return QueueCounts(total, claimed, int(first[0][1]) if first else None)

    async def counts_among(self, comment_ids: Sequence[str], now_ms: int) -> QueueCounts:
        """Count what waits of some open cases, given the earliest due first."""
        if not comment_ids:
            return QueueCounts(0, 0, None)
        claims = await self.claims_on(comment_ids, now_ms)
        first = await self._commands.run("ZSCORE", self._keys.queue, comment_ids[0])
        return QueueCounts(len(comment_ids), len(claims), None if first is None else int(first))
