import asyncio
from dataclasses import replace

import pytest

from service.domain.comment import Appeal, CaseKind, Comment, Outcome, Status
from service.domain.journal import EntryType, decision_entry
from service.store.commands import Commands
from service.store.comments import IDEMPOTENCY_MS, Comments
from service.store.errors import StoreFull
from service.store.keys import SiteKeys
from service.store.review_queue import Decided, ReviewQueue
from tests.support.comments import DAY_MS, FINE, KEEPING, NOW_MS, SPAM, a_comment, approval, rejection
from tests.support.photograph import Photograph, photograph
from tests.support.redis_servers import memory_limit

KEYS = SiteKeys("default")
NOTHING = Photograph(None, {}, {}, published=False, due_ms=None, recused=None)
OBJECTION = Appeal("I only meant well.", NOW_MS + DAY_MS)


@pytest.mark.parametrize("outcome", Outcome)
async def test_a_recorded_comment_stands_in_one_place(
    commands: Commands, comments: Comments, outcome: Outcome
) -> None:
    comment = a_comment(outcome)
    assert await comments.record(comment, due_ms=NOW_MS + 500) is None
    since = {outcome.status: NOW_MS}
    assert await photograph(commands, comment) == Photograph(
        comment,
        on_site=since,
        of_author=since,
        published=outcome is Outcome.APPROVE,
        due_ms=NOW_MS + 500 if outcome is Outcome.REVIEW else None,
        recused=None,
    )


async def test_its_audit_entry_and_its_event_are_recorded_with_it(comments: Comments) -> None:
    comment = a_comment()
    await comments.record(comment, due_ms=NOW_MS)
    assert await comments.audit(comment.id) == [decision_entry(comment)]
    (event,) = (await comments.events(after="", limit=10)).events
    assert event.entry == decision_entry(comment)


async def test_a_comment_that_was_never_recorded_is_not_found(comments: Comments) -> None:
    known = a_comment()
    await comments.record(known, due_ms=NOW_MS)
    assert await comments.find(a_comment().id) is None
    assert await comments.find_all([a_comment().id, known.id]) == [known]
    assert await comments.find_all([]) == []


async def test_nothing_is_recorded_of_what_was_said_before(commands: Commands, comments: Comments) -> None:
    first, second = a_comment(), a_comment()
    await comments.record(first, due_ms=NOW_MS, fingerprint="said")
    assert await comments.record(second, due_ms=NOW_MS, fingerprint="said", repeat_key="key") == first.id
    assert await photograph(commands, second) == NOTHING
    assert await comments.audit(second.id) == []
    assert len((await comments.events(after="", limit=10)).events) == 1
    assert await commands.run("EXISTS", KEYS.idempotency("key")) == 0


async def test_of_the_same_words_at_once_one_is_recorded(comments: Comments) -> None:
    answers = await asyncio.gather(
        *(comments.record(a_comment(), due_ms=NOW_MS, fingerprint="said") for _ in range(50))
    )
    assert answers.count(None) == 1
    assert len(set(answers)) == 2, "all others are told which one"
    assert len(await comments.standing(Status.PENDING, start=0, count=99)) == 1


async def test_of_the_same_request_at_once_one_is_recorded(comments: Comments) -> None:
    answers = await asyncio.gather(
        *(comments.record(a_comment(), due_ms=NOW_MS, repeat_key="key") for _ in range(50))
    )
    assert answers.count(None) == 1
    assert len(await comments.standing(Status.PENDING, start=0, count=99)) == 1


async def test_the_same_words_may_be_said_again_when_the_window_is_over(
    commands: Commands, comments: Comments
) -> None:
    await comments.record(a_comment(), due_ms=NOW_MS, fingerprint="said")
    left_ms = await commands.run("PTTL", KEYS.said("said"))
    assert KEEPING.duplicates_ms - 10_000 < left_ms <= KEEPING.duplicates_ms


async def test_a_site_without_a_window_takes_the_same_words_again(commands: Commands) -> None:
    comments = Comments(commands, "default", replace(KEEPING, duplicates_ms=0))
    for _ in range(2):
        assert await comments.record(a_comment(), due_ms=NOW_MS, fingerprint="said") is None


async def test_a_request_may_be_sent_again_for_a_day(commands: Commands, comments: Comments) -> None:
    await comments.record(a_comment(), due_ms=NOW_MS, repeat_key="key")
    left_ms = await commands.run("PTTL", KEYS.idempotency("key"))
    assert IDEMPOTENCY_MS - 10_000 < left_ms <= IDEMPOTENCY_MS


async def test_a_full_server_keeps_nothing_of_a_comment(commands: Commands, comments: Comments) -> None:
    comment = a_comment()
    async with memory_limit(commands, "1"):
        with pytest.raises(StoreFull):
            await comments.record(comment, due_ms=NOW_MS, fingerprint="said")
        assert await photograph(commands, comment) == NOTHING
        assert (await comments.events(after="", limit=10)).found == 0
    assert await comments.record(comment, due_ms=NOW_MS, fingerprint="said") is None


async def test_a_full_server_erases_what_it_is_told_to(commands: Commands, comments: Comments) -> None:
    comment = a_comment()
    await comments.record(comment, due_ms=NOW_MS)
    async with memory_limit(commands, "1"):
        assert await comments.erase(comment, NOW_MS)
        assert await comments.find(comment.id) is None
        assert await comments.last_event_id() != ""


async def test_the_approved_comments_of_an_article_are_listed_in_the_order_of_posting(
    comments: Comments, queue: ReviewQueue
) -> None:
    posted = [a_comment(Outcome.APPROVE, at_ms=NOW_MS + second * 1_000) for second in range(5)]
    late = a_comment(Outcome.REVIEW, at_ms=NOW_MS + 1_500)
    for comment in (posted[3], posted[0], late, posted[4], posted[2], posted[1]):
        await comments.record(comment, due_ms=NOW_MS)
    await comments.record(a_comment(Outcome.APPROVE, article_id="article-2"), due_ms=NOW_MS)
    assert await decided(queue, late, approve=True)
    expected = [comment.id for comment in (*posted[:2], late, *posted[2:])]
    assert [found.id for found in await comments.under_article("article-1", after="", limit=99)] == expected
    pages = [
        [found.id for found in await comments.under_article("article-1", after=after, limit=2)]
        for after in ("", expected[1], expected[3], expected[5])
    ]
    assert pages == [expected[:2], expected[2:4], expected[4:], []]


async def decided(queue: ReviewQueue, comment: Comment, *, approve: bool, by: str = "bob") -> bool:
    """The case is claimed and decided within a second."""
    now_ms = NOW_MS + DAY_MS
    (claim,) = await queue.claim(by, limit=1, now_ms=now_ms, expires_at_ms=now_ms + 1_000, only=[comment.id])
    verdict = approval(by, now_ms) if approve else rejection(by, now_ms)
    result = await queue.decide(comment, claim.token, verdict, (FINE if approve else SPAM,))
    return result == Decided()


async def test_the_comments_of_an_author_are_counted_and_the_latest_come_first(comments: Comments) -> None:
    posted = [a_comment(Outcome.APPROVE, at_ms=NOW_MS + second) for second in range(5)]
    for comment in posted:
        await comments.record(comment, due_ms=NOW_MS)
    await comments.record(a_comment(Outcome.APPROVE, author="bob"), due_ms=NOW_MS)
    assert await comments.of_author("alice", Status.APPROVED, 2) == (5, [posted[4], posted[3]])
    assert await comments.of_author("alice", Status.REJECTED, 2) == (0, [])


async def test_events_come_in_order_each_once_however_they_are_paged(comments: Comments) -> None:
    posted = [a_comment() for _ in range(7)]
    for comment in posted:
        await comments.record(comment, due_ms=NOW_MS)
    seen, after = [], ""
    while (page := await comments.events(after=after, limit=3)).found:
        seen += [event.entry.comment_id for event in page.events]
        after = page.next
    assert seen == [comment.id for comment in posted]
    assert await comments.last_event_id() == after


async def test_without_events_there_is_no_last_one(comments: Comments) -> None:
    assert await comments.last_event_id() == ""


async def test_sites_know_nothing_of_each_other(commands: Commands, comments: Comments) -> None:
    other = Comments(commands, "other", KEEPING)
    comment = a_comment()
    await comments.record(comment, due_ms=NOW_MS, fingerprint="said", repeat_key="key")
    assert await other.find(comment.id) is None
    assert (await other.events(after="", limit=10)).found == 0
    mine = replace(a_comment(), site="other")
    assert await other.record(mine, due_ms=NOW_MS, fingerprint="said", repeat_key="key") is None


async def test_an_appeal_opens_a_case_and_the_rejection_stands_meanwhile(
    commands: Commands, comments: Comments
) -> None:
    comment = a_comment(Outcome.REJECT)
    await comments.record(comment, due_ms=NOW_MS)
    assert await comments.appeal(comment, OBJECTION, due_ms=NOW_MS + 5) == "opened"
    since = {Status.REJECTED: OBJECTION.at_ms}
    assert await photograph(commands, comment) == Photograph(
        replace(comment, case=CaseKind.APPEAL, appeal=OBJECTION),
        on_site=since,
        of_author=since,
        published=False,
        due_ms=NOW_MS + 5,
        recused=None,
    )
    assert [entry.type for entry in await comments.audit(comment.id)] == [
        EntryType.DECISION,
        EntryType.APPEAL,
    ]


async def test_whoever_rejected_a_comment_does_not_get_the_appeal(
    comments: Comments, queue: ReviewQueue
) -> None:
    comment = a_comment()
    await comments.record(comment, due_ms=NOW_MS)
    await decided(queue, comment, approve=False, by="bob")
    await comments.appeal(comment, OBJECTION, due_ms=NOW_MS)
    assert await queue.claim("bob", limit=5, now_ms=NOW_MS, expires_at_ms=NOW_MS + 1) == []
    (claim,) = await queue.claim("carol", limit=5, now_ms=NOW_MS, expires_at_ms=NOW_MS + 1)
    assert claim.comment_id == comment.id


@pytest.mark.parametrize("outcome", [Outcome.APPROVE, Outcome.REVIEW])
async def test_only_a_rejection_can_be_appealed(comments: Comments, outcome: Outcome) -> None:
    comment = a_comment(outcome)
    await comments.record(comment, due_ms=NOW_MS)
    assert await comments.appeal(comment, OBJECTION, due_ms=NOW_MS) == "not_rejected"
    assert len(await comments.audit(comment.id)) == 1


async def test_an_appeal_is_made_once(comments: Comments, queue: ReviewQueue) -> None:
    comment = a_comment(Outcome.REJECT)
    await comments.record(comment, due_ms=NOW_MS)
    tries = [comments.appeal(comment, OBJECTION, due_ms=NOW_MS) for _ in range(20)]
    assert sorted(await asyncio.gather(*tries)) == ["already"] * 19 + ["opened"]
    await decided(queue, comment, approve=False)
    assert await comments.appeal(comment, OBJECTION, due_ms=NOW_MS) == "already"


async def test_an_unknown_comment_can_be_neither_appealed_nor_erased(comments: Comments) -> None:
    comment = a_comment(Outcome.REJECT)
    assert await comments.appeal(comment, OBJECTION, due_ms=NOW_MS) == "gone"
    assert not await comments.erase(comment, NOW_MS)
    assert (await comments.events(after="", limit=10)).found == 0


@pytest.mark.parametrize("outcome", Outcome)
async def test_nothing_but_the_fact_is_left_of_an_erased_comment(
    commands: Commands, comments: Comments, outcome: Outcome
) -> None:
    comment = a_comment(outcome)
    await comments.record(comment, due_ms=NOW_MS)
    assert await comments.erase(comment, NOW_MS + 1)
    assert await photograph(commands, comment) == NOTHING
    assert await comments.audit(comment.id) == []
    last = (await comments.events(after="", limit=10)).events[-1].entry
    assert (last.type, last.comment_id, last.at_ms) == (EntryType.ERASURE, comment.id, NOW_MS + 1)


async def test_a_claimed_case_can_be_erased(
    commands: Commands, comments: Comments, queue: ReviewQueue
) -> None:
    comment = a_comment()
    await comments.record(comment, due_ms=NOW_MS)
    await queue.claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=NOW_MS + 1_000)
    assert await comments.erase(comment, NOW_MS)
    assert await queue.claimed_by("bob", NOW_MS) == []
    assert await commands.run("KEYS", "fw:*claim*") == []
