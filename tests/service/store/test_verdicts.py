"""Verdicts: what becomes of a case, who may give one, and who is late."""

from service.domain.comment import CaseKind, Comment, Outcome, Status
from service.domain.journal import EntryType
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.review_queue import AlreadyDecided, ClaimEnded, Decided, Gone, HeldByOther, ReviewQueue
from tests.service.store.reviewing import ENDS_MS, approve, reject, take, take_one
from tests.support.comments import FINE, NOW_MS, SPAM, a_comment, approval, rejection
from tests.support.photograph import photograph


async def test_a_verdict_publishes_and_closes_the_case(
    commands: Commands, queue: ReviewQueue, cases: list[Comment]
) -> None:
    claim = await take_one(queue, "bob", cases[0])
    assert await approve(queue, cases[0], claim.token) == Decided()
    seen = await photograph(commands, cases[0])
    assert seen.comment is not None
    assert (seen.comment.status, seen.comment.case) == (Status.APPROVED, CaseKind.NONE)
    assert (seen.comment.reasons, seen.comment.verdict) == ((FINE,), approval("bob"))
    assert (list(seen.on_site), list(seen.of_author)) == ([Status.APPROVED], [Status.APPROVED])
    assert (seen.published, seen.due_ms) == (True, None)
    assert await queue.claimed_by("bob", NOW_MS) == []
    assert cases[0].id not in await queue.open_ids(start=0, count=100)


async def test_a_verdict_writes_one_audit_entry_and_one_event(
    comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    claim = await take_one(queue, "bob", cases[0])
    await reject(queue, cases[0], claim.token)
    entry = (await comments.audit(cases[0].id))[-1]
    assert (entry.type, entry.status, entry.by) == (EntryType.VERDICT, Status.REJECTED, "bob")
    assert (entry.reasons, entry.at_ms, entry.model) == ((SPAM,), NOW_MS, "model-1")
    events = (await comments.events(after="", limit=99)).events
    assert len(events) == len(cases) + 1
    assert events[-1].entry == entry


async def test_whoever_is_late_learns_who_decided(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    await reject(queue, cases[0], claim.token)
    assert await approve(queue, cases[0], claim.token, "carol") == AlreadyDecided(rejection("bob"))


async def test_what_was_decided_automatically_takes_no_verdict(
    comments: Comments, queue: ReviewQueue
) -> None:
    comment = a_comment(Outcome.APPROVE)
    await comments.record(comment, due_ms=NOW_MS)
    assert await reject(queue, comment, "any token") == AlreadyDecided(None)
    assert await take(queue, "bob", comment) == []


async def test_a_refused_verdict_changes_nothing(
    commands: Commands, comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    before = await photograph(commands, cases[0])
    assert await approve(queue, cases[0], "no claim at all") == ClaimEnded()
    claim = await take_one(queue, "bob", cases[0])
    assert await approve(queue, cases[0], "a guess", "carol") == HeldByOther("bob")
    assert await queue.decide(cases[0], claim.token, approval("bob", ENDS_MS), (FINE,)) == ClaimEnded()
    assert await approve(queue, a_comment(), claim.token) == Gone()
    assert await photograph(commands, cases[0]) == before
    assert len(await comments.audit(cases[0].id)) == 1
    assert len((await comments.events(after="", limit=99)).events) == len(cases)
