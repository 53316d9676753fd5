import asyncio

import pytest

from service.domain.comment import Appeal, CaseKind, Comment, Outcome, Status
from service.domain.journal import EntryType
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.keys import SiteKeys
from service.store.review_queue import (
    AlreadyDecided,
    Appealed,
    Claim,
    ClaimEnded,
    Decided,
    Gone,
    HeldByOther,
    NothingToUndo,
    NotYours,
    QueueCounts,
    ReviewQueue,
    Undone,
    UndoResult,
    VerdictResult,
)
from tests.support.comments import FINE, KEEPING, NOW_MS, SPAM, a_comment, approval, rejection
from tests.support.photograph import photograph

KEYS = SiteKeys("default")
LEASE_MS = 600_000
ENDS_MS = NOW_MS + LEASE_MS


@pytest.fixture
async def cases(comments: Comments) -> list[Comment]:
    """Five open cases in the order in which they are due, which is not that of their ids."""
    cases = [a_comment(article_id=f"article-{number}") for number in range(5)]
    for minute, case in enumerate(reversed(cases)):
        await comments.record(case, due_ms=NOW_MS + 60_000 * minute)
    return cases[::-1]


async def take(queue: ReviewQueue, by: str, *only: Comment, limit: int = 50) -> list[Claim]:
    ids = [case.id for case in only]
    return await queue.claim(by, limit=limit, now_ms=NOW_MS, expires_at_ms=ENDS_MS, only=ids)


async def take_one(queue: ReviewQueue, by: str, case: Comment) -> Claim:
    (claim,) = await take(queue, by, case)
    return claim


async def approve(queue: ReviewQueue, case: Comment, token: str, by: str = "bob") -> VerdictResult:
    return await queue.decide(case, token, approval(by), (FINE,))


async def reject(queue: ReviewQueue, case: Comment, token: str, by: str = "bob") -> VerdictResult:
    return await queue.decide(case, token, rejection(by), (SPAM,))


async def undo(queue: ReviewQueue, case: Comment, by: str = "bob", *, editor: bool = False) -> UndoResult:
    return await queue.undo(case, by, any_verdict=editor, now_ms=NOW_MS + 5, expires_at_ms=ENDS_MS)


async def test_the_earliest_due_cases_are_claimed_first(queue: ReviewQueue, cases: list[Comment]) -> None:
    claims = await take(queue, "bob", limit=2)
    assert [claim.comment_id for claim in claims] == [cases[0].id, cases[1].id]
    assert {(claim.by, claim.expires_at_ms) for claim in claims} == {("bob", ENDS_MS)}
    assert claims[0].token != claims[1].token


async def test_a_claimed_case_goes_to_nobody_else(queue: ReviewQueue, cases: list[Comment]) -> None:
    await take(queue, "bob", limit=2)
    assert [claim.comment_id for claim in await take(queue, "carol")] == [case.id for case in cases[2:]]
    assert await take(queue, "bob") == []


async def test_only_the_wanted_cases_are_claimed_each_once_and_in_order(
    queue: ReviewQueue, cases: list[Comment]
) -> None:
    claims = await take(queue, "bob", cases[3], cases[1], a_comment(), cases[3])
    assert [claim.comment_id for claim in claims] == [cases[3].id, cases[1].id]


async def test_thousands_of_cases_can_be_wanted(queue: ReviewQueue, cases: list[Comment]) -> None:
    wanted = [f"unknown-{number}" for number in range(20_000)] + [cases[2].id]
    claims = await queue.claim("bob", limit=5, now_ms=NOW_MS, expires_at_ms=ENDS_MS, only=wanted)
    assert [claim.comment_id for claim in claims] == [cases[2].id]


async def test_a_free_case_is_found_behind_hundreds_of_claimed_ones(
    comments: Comments, queue: ReviewQueue
) -> None:
    cases = [a_comment() for _ in range(260)]
    await asyncio.gather(*(comments.record(case, due_ms=NOW_MS) for case in cases))
    held = [claim.comment_id for _ in range(5) for claim in await take(queue, "bob", limit=50)]
    assert [claim.comment_id for claim in await take(queue, "carol")] == [case.id for case in cases[250:]]
    assert held == [case.id for case in cases[:250]]


async def test_a_claim_that_has_ended_is_free_again_and_leaves_nothing(
    commands: Commands, queue: ReviewQueue, cases: list[Comment]
) -> None:
    await take(queue, "bob")
    assert (
        await queue.claim("carol", limit=1, only=["none"], now_ms=ENDS_MS, expires_at_ms=ENDS_MS + LEASE_MS)
        == []
    )
    assert await commands.run("EXISTS", KEYS.claims, KEYS.claimants) == 0
    assert len(await queue.claim("carol", limit=50, now_ms=ENDS_MS, expires_at_ms=ENDS_MS + LEASE_MS)) == len(
        cases
    )


async def test_a_claim_holds_until_the_last_millisecond(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    last_ms = ENDS_MS - 1
    assert (
        await queue.claim("carol", limit=1, now_ms=last_ms, expires_at_ms=ENDS_MS, only=[cases[0].id]) == []
    )
    assert await queue.claims_on([cases[0].id, cases[1].id], last_ms) == {cases[0].id: claim}
    assert await queue.claims_on([cases[0].id], ENDS_MS) == {}


async def test_a_renewed_claim_lasts_longer(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    longer_ms = ENDS_MS + LEASE_MS
    assert await queue.renew(cases[0].id, claim.token, now_ms=ENDS_MS - 1, expires_at_ms=longer_ms)
    assert await queue.claimed_by("bob", ENDS_MS) == [Claim(cases[0].id, "bob", claim.token, longer_ms)]


async def test_only_a_claim_that_stands_can_be_renewed(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    longer_ms = ENDS_MS + LEASE_MS
    assert not await queue.renew(cases[0].id, "another token", now_ms=NOW_MS, expires_at_ms=longer_ms)
    assert not await queue.renew(cases[0].id, claim.token, now_ms=ENDS_MS, expires_at_ms=longer_ms)
    assert not await queue.renew(cases[1].id, claim.token, now_ms=NOW_MS, expires_at_ms=longer_ms)
    assert await queue.claimed_by("bob", ENDS_MS) == []


async def test_a_released_case_is_free_at_once(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    assert not await queue.release(cases[0].id, "another token", now_ms=NOW_MS)
    assert await take(queue, "carol", cases[0]) == []
    assert await queue.release(cases[0].id, claim.token, now_ms=NOW_MS)
    assert not await queue.release(cases[0].id, claim.token, now_ms=NOW_MS)
    assert len(await take(queue, "carol", cases[0])) == 1


async def test_an_old_token_does_not_release_the_claim_of_another(
    queue: ReviewQueue, cases: list[Comment]
) -> None:
    old = await take_one(queue, "bob", cases[0])
    await queue.claim("carol", limit=1, only=[cases[0].id], now_ms=ENDS_MS, expires_at_ms=ENDS_MS + LEASE_MS)
    assert not await queue.release(cases[0].id, old.token, now_ms=ENDS_MS)
    assert await queue.decide(cases[0], old.token, approval("bob", ENDS_MS), (FINE,)) == HeldByOther("carol")


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


async def test_what_a_moderator_rejects_expires_until_it_is_undone(
    commands: Commands, queue: ReviewQueue, cases: list[Comment]
) -> None:
    claim = await take_one(queue, "bob", cases[0])
    await reject(queue, cases[0], claim.token)
    kept = (KEYS.comment(cases[0].id), KEYS.audit(cases[0].id))
    for key in kept:
        assert 0 < await commands.run("PTTL", key) <= KEEPING.rejected_ms
    await undo(queue, cases[0])
    for key in kept:
        assert await commands.run("PTTL", key) == -1


@pytest.mark.parametrize("approved", [True, False])
async def test_undo_restores_exactly_what_was(
    commands: Commands, queue: ReviewQueue, cases: list[Comment], *, approved: bool
) -> None:
    before = await photograph(commands, cases[1])
    claim = await take_one(queue, "bob", cases[1])
    await (approve if approved else reject)(queue, cases[1], claim.token)
    undone = await undo(queue, cases[1])
    assert isinstance(undone, Undone)
    assert await photograph(commands, cases[1]) == before
    assert await queue.claimed_by("bob", NOW_MS) == [undone.claim]
    assert await queue.open_ids(start=0, count=99) == [case.id for case in cases]


async def test_an_undo_is_an_audit_entry_and_an_event_with_what_it_restored(
    comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    claim = await take_one(queue, "bob", cases[0])
    await approve(queue, cases[0], claim.token)
    await undo(queue, cases[0])
    entry = (await comments.audit(cases[0].id))[-1]
    assert (entry.type, entry.by, entry.at_ms) == (EntryType.UNDO, "bob", NOW_MS + 5)
    assert (entry.status, entry.reasons) == (Status.PENDING, cases[0].reasons)
    assert (await comments.events(after="", limit=99)).events[-1].entry == entry


async def test_a_case_can_be_decided_again_after_undo(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    await approve(queue, cases[0], claim.token)
    undone = await undo(queue, cases[0])
    assert isinstance(undone, Undone)
    assert undone.claim is not None
    assert await reject(queue, cases[0], claim.token) == HeldByOther("bob"), "the old token is worth nothing"
    assert await reject(queue, cases[0], undone.claim.token) == Decided()


async def test_only_editors_undo_what_others_decided(queue: ReviewQueue, cases: list[Comment]) -> None:
    claim = await take_one(queue, "bob", cases[0])
    await approve(queue, cases[0], claim.token)
    assert await undo(queue, cases[0], "carol") == NotYours("bob")
    undone = await undo(queue, cases[0], "carol", editor=True)
    assert isinstance(undone, Undone)
    assert undone.claim is not None
    assert undone.claim.by == "carol"


async def test_without_a_verdict_there_is_nothing_to_undo(
    comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    assert await undo(queue, cases[0]) == NothingToUndo()
    claim = await take_one(queue, "bob", cases[0])
    await approve(queue, cases[0], claim.token)
    await undo(queue, cases[0])
    assert await undo(queue, cases[0]) == NothingToUndo()
    await comments.erase(cases[0], NOW_MS)
    assert await undo(queue, cases[0]) == Gone()


async def rejected_and_appealed(comments: Comments, queue: ReviewQueue, comment: Comment, *, by: str) -> None:
    claim = await take_one(queue, by, comment)
    assert await reject(queue, comment, claim.token, by) == Decided()
    assert await comments.appeal(comment, Appeal("Why?", NOW_MS), due_ms=NOW_MS + 7) == "opened"


async def test_a_verdict_is_not_undone_while_an_appeal_against_it_is_open(
    commands: Commands, comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    await rejected_and_appealed(comments, queue, cases[0], by="bob")
    before = await photograph(commands, cases[0])
    assert await undo(queue, cases[0]) == Appealed()
    assert await undo(queue, cases[0], "carol", editor=True) == Appealed()
    assert await photograph(commands, cases[0]) == before


async def test_undoing_the_verdict_on_an_appeal_opens_the_appeal_again(
    commands: Commands, comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    await rejected_and_appealed(comments, queue, cases[0], by="bob")
    before = await photograph(commands, cases[0])
    claim = await take_one(queue, "carol", cases[0])
    assert await approve(queue, cases[0], claim.token, "carol") == Decided()
    assert isinstance(await undo(queue, cases[0], "carol"), Undone)
    assert await photograph(commands, cases[0]) == before


async def test_whoever_may_not_decide_an_appeal_does_not_get_it_by_undoing(
    comments: Comments, queue: ReviewQueue, cases: list[Comment]
) -> None:
    await rejected_and_appealed(comments, queue, cases[0], by="bob")
    claim = await take_one(queue, "carol", cases[0])
    await reject(queue, cases[0], claim.token, "carol")
    assert await undo(queue, cases[0], "bob", editor=True) == Undone(None)
    assert await queue.claimed_by("bob", NOW_MS) == []
    assert len(await take(queue, "dave", cases[0])) == 1


async def test_what_waits_is_counted(queue: ReviewQueue, cases: list[Comment]) -> None:
    assert await queue.counts(NOW_MS) == QueueCounts(open=5, claimed=0, oldest_due_ms=NOW_MS)
    claims = await take(queue, "bob", limit=3)
    await approve(queue, cases[0], claims[0].token)
    assert await queue.counts(NOW_MS) == QueueCounts(open=4, claimed=2, oldest_due_ms=NOW_MS + 60_000)
    assert await queue.counts(ENDS_MS) == QueueCounts(open=4, claimed=0, oldest_due_ms=NOW_MS + 60_000)


async def test_an_empty_queue_counts_nothing(queue: ReviewQueue) -> None:
    assert await queue.counts(NOW_MS) == QueueCounts(open=0, claimed=0, oldest_due_ms=None)
    assert await take(queue, "bob") == []
    assert await queue.claims_on([], NOW_MS) == {}
