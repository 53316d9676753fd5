"""What moderators do with the queue, as the tests have them do it."""

from service.domain.comment import Comment
from service.store.review_queue import Claim, ReviewQueue, UndoResult, VerdictResult
from tests.support.comments import FINE, NOW_MS, SPAM, approval, rejection

LEASE_MS = 600_000
ENDS_MS = NOW_MS + LEASE_MS


async def take(queue: ReviewQueue, by: str, *only: Comment, limit: int = 50) -> list[Claim]:
    """Claim what is due first, or only these, until `ENDS_MS`."""
    ids = [case.id for case in only]
    return await queue.claim(by, limit=limit, now_ms=NOW_MS, expires_at_ms=ENDS_MS, only=ids)


async def take_one(queue: ReviewQueue, by: str, case: Comment) -> Claim:
    """Claim this one."""
    (claim,) = await take(queue, by, case)
    return claim


async def approve(queue: ReviewQueue, case: Comment, token: str, by: str = "bob") -> VerdictResult:
    """Send an approval under a claim's token."""
    return await queue.decide(case, token, approval(by), (FINE,))


async def reject(queue: ReviewQueue, case: Comment, token: str, by: str = "bob") -> VerdictResult:
    """Send a rejection under a claim's token."""
    return await queue.decide(case, token, rejection(by), (SPAM,))


async def undo(queue: ReviewQueue, case: Comment, by: str = "bob", *, editor: bool = False) -> UndoResult:
    """Take the last verdict back, a moderator's own or as an editor any."""
    return await queue.undo(case, by, any_verdict=editor, now_ms=NOW_MS + 5, expires_at_ms=ENDS_MS)
