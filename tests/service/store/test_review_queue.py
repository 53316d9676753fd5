"""The review queue: who holds which case, for how long, and what waits."""

import asyncio

from service.domain.comment import Comment
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.keys import SiteKeys
from service.store.review_queue import Claim, HeldByOther, QueueCounts, ReviewQueue
from tests.service.store.reviewing import ENDS_MS, LEASE_MS, approve, take, take_one
from tests.support.comments import FINE, NOW_MS, a_comment, approval

KEYS = SiteKeys("default")


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
