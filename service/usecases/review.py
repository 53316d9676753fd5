"""A moderator's work: claim cases, decide them, give them back, undo."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.clock import Clock
from service.domain.comment import Ban, BanTarget, CaseKind, Comment
from service.domain.submission import FieldError
from service.ops.metrics import Metrics
from service.sites import Site
from service.store import review_queue
from service.store.people import Moderator
from service.store.review_queue import Claim, QueueCounts
from service.usecases.bans import BanWish, check_bannable
from service.usecases.case_filter import EVERYTHING, Filter, Order
from service.usecases.read import kept_comment
from service.usecases.refusals import InvalidError, NotFoundError, RefusedError
from service.usecases.ruling import Ruling, already_decided
from service.usecases.waiting import fitting, in_chunks, open_comments

LEASE_MS = 10 * 60_000
CLAIMS_MAX = 100
"""As many as a page of the list has at most."""
COPIES_MAX = 50
NOT_IDS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Case:
    """A comment that waits for a person, and who holds it."""

    comment: Comment
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases, and where the next ones begin: `None` when these are the last."""

    cases: list[Case]
    next: int | None


class Review:
    """What moderators may do with the queue."""

    def __init__(self, clock: Clock, metrics: Metrics) -> None:
        self._clock = clock
        self._metrics = metrics

    async def claim(
        self, site: Site, moderator: Moderator, limit: int, wanted: Filter, order: Order = Order.URGENT
    ) -> list[Case]:
        """Lease free cases to a moderator, the first ones in `order`.

        A case that another moderator holds is left out, and an appeal against the moderator's own verdict.
        """
        if not 1 <= limit <= CLAIMS_MAX:
            raise InvalidError([FieldError("limit", f"Must be from 1 to {CLAIMS_MAX}, got {limit}.")])
        if order is Order.URGENT and wanted == Filter(ids=wanted.ids):
            return await self._cases(site, await self._lease(site, moderator, limit, wanted.ids))
        claims: list[Claim] = []
        async for ids in in_chunks(fitting(site, wanted, order), CLAIMS_MAX):
            claims += await self._lease(site, moderator, limit - len(claims), ids)
            if len(claims) == limit:
                break
        return await self._cases(site, claims)

    async def _lease(self, site: Site, moderator: Moderator, limit: int, ids: Sequence[str]) -> list[Claim]:
        now_ms = self._clock()
        return await site.queue.claim(
            moderator.name, limit=limit, now_ms=now_ms, expires_at_ms=now_ms + LEASE_MS, only=ids
        )

    async def mine(self, site: Site, moderator: Moderator) -> list[Case]:
        """Return the cases that a moderator holds."""
        return await self._cases(site, await site.queue.claimed_by(moderator.name, self._clock()))

    async def cases(
        self, site: Site, wanted: Filter, start: int, limit: int, order: Order = Order.URGENT
    ) -> CasePage:
        """List at most `limit` open cases from a place on: of the queue, or of those that fit, in order."""
        if order is not Order.URGENT:
            fit = [comment async for comment in fitting(site, wanted, order)]
            end = start + limit
            return CasePage(await self.with_claims(site, fit[start:end]), end if end < len(fit) else None)
        found: list[Comment] = []
        place, following = start, None
        async for comment in open_comments(site, start):
            if len(found) == limit:
                following = place
                break
            place += 1
            if wanted.fits(comment):
                found.append(comment)
        return CasePage(await self.with_claims(site, found), following)

    async def with_claims(self, site: Site, comments: Sequence[Comment]) -> list[Case]:
        """Return the cases of comments: with who holds them."""
        claims = await site.queue.claims_on([comment.id for comment in comments], self._clock())
        return [Case(comment.blinded, claims.get(comment.id)) for comment in comments]

    async def hold_copies(self, site: Site, moderator: Moderator, comment_id: str) -> None:
        """Lease a case's free copies to whoever works on it, so that nobody else starts on them."""
        comment = await site.comments.find(comment_id)
        if comment is None or comment.case is not CaseKind.REVIEW:
            return
        copies = await site.comments.copies(comment, self._clock(), COPIES_MAX)
        ids = tuple(copy.id for copy in copies if copy.case is CaseKind.REVIEW)
        if ids:
            await self.claim(site, moderator, len(ids), Filter(ids=ids))

    async def decide(
        self,
        site: Site,
        moderator: Moderator,
        comment_id: str,
        token: str,
        ruling: Ruling,
        *,
        group: str = "",
    ) -> Comment:
        """Close a case with a verdict, one of a group or alone, and return the comment as it now stands.

        Raises
        ------
        RefusedError
            409 when somebody was faster or holds the case, or when the claim has ended.
        """
        comment = await kept_comment(site, comment_id)
        verdict = ruling.verdict(moderator.name, self._clock(), group)
        result = await site.queue.decide(comment, token, verdict, ruling.reasons)
        match result:
            case review_queue.AlreadyDecided(earlier):
                raise already_decided(earlier)
            case review_queue.HeldByOther(by):
                raise _held_by_other(by)
            case review_queue.ClaimEnded():
                raise RefusedError(
                    409, "claim_ended", "Your hold on this case has ended. Please take it again."
                )
            case review_queue.Gone():
                raise NotFoundError("comment")
        self._metrics.verdicts.labels(site.name, "approve" if verdict.approve else "reject").inc()
        return await kept_comment(site, comment_id)

    async def renew(self, site: Site, comment_id: str, token: str) -> int:
        """Hold a case longer and return until when, in milliseconds since 1970."""
        now_ms = self._clock()
        expires_at_ms = now_ms + LEASE_MS
        if not await site.queue.renew(comment_id, token, now_ms=now_ms, expires_at_ms=expires_at_ms):
            await kept_comment(site, comment_id)
            raise RefusedError(409, "claim_ended", "Your hold on this case has ended. Please take it again.")
        return expires_at_ms

    async def release(self, site: Site, comment_id: str, token: str) -> None:
        """Give a case back to the queue; a claim that has ended needs no giving back.

        Raises
        ------
        RefusedError
            409 when the claim that stands has another token.
        """
        await kept_comment(site, comment_id)
        now_ms = self._clock()
        if await site.queue.release(comment_id, token, now_ms=now_ms):
            return
        for claim in (await site.queue.claims_on([comment_id], now_ms)).values():
            raise _held_by_other(claim.by)

    async def release_all(self, site: Site, cases: Sequence[Case]) -> None:
        """Give cases back, as far as they are still held by these claims."""
        for case in cases:
            if case.claim is not None:
                await site.queue.release(case.comment.id, case.claim.token, now_ms=self._clock())

    async def undo(self, site: Site, moderator: Moderator, comment_id: str, *, group: str = "") -> Case:
        """Take the last verdict back and return the case, held by the caller if they may decide it.

        With `group`, a verdict that is not of this group stays.

        Moderators undo their own verdicts, editors and admins anybody's.
        """
        comment = await kept_comment(site, comment_id)
        now_ms = self._clock()
        result = await site.queue.undo(
            comment,
            moderator.name,
            any_verdict=moderator.is_editor,
            now_ms=now_ms,
            expires_at_ms=now_ms + LEASE_MS,
            group=group,
        )
        match result:
            case review_queue.NotYours(by):
                raise RefusedError(403, "not_yours", f"{by} decided this; an editor can undo it.", by=by)
            case review_queue.Appealed():
                detail = "The commenter has appealed against this; another moderator decides."
                raise RefusedError(409, "appealed", detail)
            case review_queue.NothingToUndo():
                raise RefusedError(409, "nothing_to_undo", "There is no verdict to undo.")
            case review_queue.Gone():
                raise NotFoundError("comment")
            case review_queue.Undone(claim):
                return Case((await kept_comment(site, comment_id)).blinded, claim)

    async def ban(self, site: Site, moderator: Moderator, comment_id: str, wish: BanWish) -> Ban:
        """Keep the author of a comment, or its address, from commenting, for a time or for good."""
        comment = await kept_comment(site, comment_id)
        check_bannable(comment, wish.target)
        now_ms = self._clock()
        until_ms = now_ms + wish.period_s * 1_000 if wish.period_s else 0
        ban = Ban(wish.target, moderator.name, now_ms, until_ms, wish.reason)
        await site.comments.ban(comment, ban)
        return ban

    async def lift_ban(self, site: Site, moderator: Moderator, comment_id: str, target: BanTarget) -> None:
        """End a ban."""
        comment = await kept_comment(site, comment_id)
        if not await site.comments.lift_ban(comment, target, by=moderator.name, now_ms=self._clock()):
            raise NotFoundError("ban")

    async def counts(self, site: Site, wanted: Filter = EVERYTHING) -> QueueCounts:
        """Count what waits, of what is wanted."""
        if wanted == EVERYTHING:
            return await site.queue.counts(self._clock())
        ids = [comment.id async for comment in fitting(site, wanted)]
        return await site.queue.counts_among(ids, self._clock())

    async def _cases(self, site: Site, claims: Sequence[Claim]) -> list[Case]:
        comments = {
            comment.id: comment.blinded
            for comment in await site.comments.find_all([claim.comment_id for claim in claims])
        }
        return [Case(comments[claim.comment_id], claim) for claim in claims if claim.comment_id in comments]


def _held_by_other(by: str) -> RefusedError:
    return RefusedError(409, "held_by_other", f"{by} is working on this case.", by=by)
