"""Verdicts taken back: what is restored, who may do it, and what an appeal changes."""

import pytest

from service.domain.comment import Appeal, Comment, Status
from service.domain.journal import EntryType
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.keys import SiteKeys
from service.store.review_queue import (
    Appealed,
    Decided,
    Gone,
    HeldByOther,
    NothingToUndo,
    NotYours,
    ReviewQueue,
    Undone,
)
from tests.service.store.reviewing import approve, reject, take, take_one, undo
from tests.support.comments import KEEPING, NOW_MS
from tests.support.photograph import photograph

KEYS = SiteKeys("default")


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
