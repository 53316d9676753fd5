"""How long what is rejected is kept, and the lists that it stands in."""

import pytest

from service.domain.comment import Appeal, Comment, Outcome, Status
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.keys import SiteKeys
from service.store.past import Past
from service.store.review_queue import Decided, ReviewQueue
from tests.support.comments import DAY_MS, KEEPING, NOW_MS, SPAM, a_comment, rejection

KEYS = SiteKeys("default")
LONG_MS = KEEPING.rejected_ms
LISTS = (KEYS.comments(Status.REJECTED), KEYS.author("alice", Status.REJECTED))
OBJECTION = Appeal("I only meant well.", NOW_MS + DAY_MS)


async def test_what_is_rejected_expires_and_everything_else_stays(
    commands: Commands, comments: Comments
) -> None:
    for outcome, kept in ((Outcome.REJECT, False), (Outcome.APPROVE, True), (Outcome.REVIEW, True)):
        comment = a_comment(outcome)
        await comments.record(comment, due_ms=NOW_MS)
        for key in (KEYS.comment(comment.id), KEYS.audit(comment.id)):
            left_ms = await commands.run("PTTL", key)
            assert left_ms == -1 if kept else 0 < left_ms <= KEEPING.rejected_ms, key


async def test_the_lists_of_the_rejected_forget_what_has_expired(
    commands: Commands, comments: Comments
) -> None:
    old = a_comment(Outcome.REJECT)
    new = a_comment(Outcome.REJECT, at_ms=NOW_MS + KEEPING.rejected_ms)
    await comments.record(old, due_ms=NOW_MS)
    await comments.record(new, due_ms=NOW_MS)
    for key in (KEYS.comments(Status.REJECTED), KEYS.author("alice", Status.REJECTED)):
        assert await commands.run("ZRANGE", key, 0, -1) == [new.id]
    left_ms = await commands.run("PTTL", KEYS.author("alice", Status.REJECTED))
    assert 0 < left_ms <= KEEPING.rejected_ms


async def test_what_is_appealed_against_does_not_expire(commands: Commands, comments: Comments) -> None:
    comment = a_comment(Outcome.REJECT)
    await comments.record(comment, due_ms=NOW_MS)
    await comments.appeal(comment, OBJECTION, due_ms=NOW_MS)
    assert await commands.run("PTTL", KEYS.comment(comment.id)) == -1
    assert await commands.run("PTTL", KEYS.audit(comment.id)) == -1


@pytest.mark.parametrize("how", ["appealed", "reopened"])
async def test_the_lists_of_the_rejected_keep_what_a_person_is_asked_about(
    commands: Commands, comments: Comments, how: str
) -> None:
    """Or else whoever erases an author would not find it."""
    asked_about, later = a_comment(Outcome.REJECT), a_comment(Outcome.REJECT, at_ms=NOW_MS + 2 * LONG_MS)
    await comments.record(asked_about, due_ms=NOW_MS)
    await ask_about(commands, asked_about, how)
    await comments.record(later, due_ms=NOW_MS)
    for key in LISTS:
        assert await commands.run("ZRANGE", key, 0, -1) == [asked_about.id, later.id]


@pytest.mark.parametrize("how", ["appealed", "reopened"])
async def test_an_author_s_list_does_not_expire_before_a_person_has_answered(
    commands: Commands, comments: Comments, queue: ReviewQueue, how: str
) -> None:
    comment = a_comment(Outcome.REJECT)
    await comments.record(comment, due_ms=NOW_MS)
    await ask_about(commands, comment, how)
    assert await commands.run("PTTL", LISTS[1]) == -1
    (claim,) = await queue.claim("bob", limit=1, now_ms=NOW_MS + 2, expires_at_ms=NOW_MS + 1_000)
    assert await queue.decide(comment, claim.token, rejection("bob"), (SPAM,)) == Decided()
    assert 0 < await commands.run("PTTL", LISTS[1]) <= LONG_MS


@pytest.mark.parametrize("how", ["appealed", "reopened"])
@pytest.mark.parametrize("waits_ms", [DAY_MS, 2 * LONG_MS])
async def test_nor_does_it_when_the_author_is_rejected_once_more(
    commands: Commands, comments: Comments, queue: ReviewQueue, how: str, waits_ms: int
) -> None:
    asked_about, later = a_comment(Outcome.REJECT), a_comment(Outcome.REJECT, at_ms=NOW_MS + waits_ms)
    await comments.record(asked_about, due_ms=NOW_MS)
    await ask_about(commands, asked_about, how)
    await comments.record(later, due_ms=NOW_MS)
    assert await commands.run("PTTL", LISTS[1]) == -1
    (claim,) = await queue.claim("bob", limit=1, now_ms=NOW_MS + waits_ms, expires_at_ms=NOW_MS + 3 * LONG_MS)
    verdict = rejection("bob", NOW_MS + waits_ms)
    assert await queue.decide(asked_about, claim.token, verdict, (SPAM,)) == Decided()
    assert 0 < await commands.run("PTTL", LISTS[1]) <= LONG_MS


async def test_an_author_s_list_outlasts_the_answer_to_one_of_two_appeals(
    commands: Commands, comments: Comments, queue: ReviewQueue
) -> None:
    first, second = a_comment(Outcome.REJECT), a_comment(Outcome.REJECT)
    for comment in (first, second):
        await comments.record(comment, due_ms=NOW_MS)
        await ask_about(commands, comment, "appealed")
    for comment, left_ms in ((first, -1), (second, LONG_MS)):
        ends_ms = NOW_MS + 1_000
        (claim,) = await queue.claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=ends_ms, only=[comment.id])
        assert await queue.decide(comment, claim.token, rejection("bob"), (SPAM,)) == Decided()
        assert left_ms - 1_000 <= await commands.run("PTTL", LISTS[1]) <= left_ms


@pytest.mark.parametrize("asked_about", [0, 1_500])
async def test_very_many_that_have_expired_go_a_thousand_at_a_time_whoever_waits_before_them(
    commands: Commands, comments: Comments, asked_about: int
) -> None:
    """As when somebody lowers `retention.rejected`: Redis does nothing else meanwhile."""
    waiting = [f"waits {number}" for number in range(asked_about)]
    expired = [f"expired {number}" for number in range(2_500)]
    for key, ids in ((KEYS.queue, waiting), *((each, waiting + expired) for each in LISTS)):
        if ids:
            await commands.run(
                "ZADD", key, *(word for score, each in enumerate(ids) for word in (score, each))
            )
    later = []
    for left in (1_500, 500, 0, 0):
        later.append(a_comment(Outcome.REJECT))
        await comments.record(later[-1], due_ms=NOW_MS)
        for key in LISTS:
            kept = await commands.run("ZRANGE", key, 0, -1)
            assert sorted(kept) == sorted([*waiting, *expired[2_500 - left :], *(each.id for each in later)])


async def ask_about(commands: Commands, comment: Comment, how: str) -> None:
    """A rejected comment has an open case, which nobody holds a moment later."""
    if how == "appealed":
        comments = Comments(commands, "default", KEEPING)
        assert await comments.appeal(comment, OBJECTION, due_ms=NOW_MS) == "opened"
        return
    past = Past(commands, "default", KEEPING)
    await past.reopen(comment, "carol", now_ms=NOW_MS, expires_at_ms=NOW_MS + 1, due_ms=NOW_MS)
