"""Many at once, on the store itself: what may happen once happens once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from itertools import cycle

import pytest

from service.domain.comment import Comment, Outcome, Status
from service.domain.journal import EntryType
from service.domain.rates import Rate
from service.store.admission import Admitted, Limit, Limited, Request, UnderWay, admit
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.connection import connect
from service.store.keys import SiteKeys
from service.store.review_queue import (
    AlreadyDecided,
    Decided,
    HeldByOther,
    NothingToUndo,
    ReviewQueue,
    Undone,
)
from tests.support.comments import FINE, KEEPING, NOW_MS, SPAM, a_comment, approval, rejection

LEASE_MS = 600_000
TEN_A_DAY = Rate(10, 86_400)
LIMITS = ("address", "author", "article", "site")


@pytest.fixture
async def processes(redis_url: str) -> AsyncIterator[list[Commands]]:
    """Five connections of their own, as five processes of the service have them."""
    opened = [Commands(await connect(redis_url)) for _ in range(5)]
    await opened[0].load_library()
    yield opened
    for commands in opened:
        await commands.close()


@pytest.mark.parametrize("names", [*((name,) for name in LIMITS), LIMITS], ids="+".join)
async def test_of_100_at_once_exactly_10_are_admitted(
    processes: list[Commands], names: tuple[str, ...]
) -> None:
    limits = [Limit(name, "subject", TEN_A_DAY) for name in names]
    request = Request("article-1", "alice", "198.51.100.7", limits)
    asked = (
        admit(commands, SiteKeys("default"), request, NOW_MS)
        for commands, _ in zip(cycle(processes), range(100), strict=False)
    )
    answers = Counter(type(answer) for answer in await asyncio.gather(*asked))
    assert answers == {Admitted: 10, Limited: 90}


async def test_the_strictest_of_several_limits_holds(processes: list[Commands]) -> None:
    limits = [Limit("address", "1", Rate(30, 86_400)), Limit("author", "alice", TEN_A_DAY)]
    request = Request("article-1", "alice", "1", limits)
    asked = [admit(commands, SiteKeys("default"), request, NOW_MS) for commands in processes * 20]
    answers = await asyncio.gather(*asked)
    assert sum(isinstance(answer, Admitted) for answer in answers) == 10
    alone = request._replace(limits=limits[:1])
    asked = [admit(commands, SiteKeys("default"), alone, NOW_MS) for commands in processes * 20]
    assert sum(isinstance(answer, Admitted) for answer in await asyncio.gather(*asked)) == 20


async def test_of_50_equal_requests_at_once_one_is_under_way(processes: list[Commands]) -> None:
    request = Request("article-1", "alice", "1", [], repeat_key="key", body_hash="body")
    asked = [admit(commands, SiteKeys("default"), request, NOW_MS) for commands in processes * 10]
    answers = Counter(type(answer) for answer in await asyncio.gather(*asked))
    assert answers == {Admitted: 1, UnderWay: 49}


class Desk:
    """What twenty moderators at one queue see."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.decided: dict[str, str] = {}
        self.tries: list[tuple[str, str]] = []

    def take(self, comment_id: str, by: str) -> None:
        assert comment_id not in self.held, f"{by} sees what {self.held[comment_id]} holds"
        assert comment_id not in self.decided, f"{by} sees what {self.decided[comment_id]} decided"
        self.held[comment_id] = by

    def close(self, comment_id: str, by: str) -> None:
        del self.held[comment_id]
        self.decided[comment_id] = by


async def test_of_20_moderators_each_case_gets_one_verdict(processes: list[Commands]) -> None:
    comments = Comments(processes[0], "default", KEEPING)
    cases = {case.id: case for case in (a_comment() for _ in range(50))}
    await asyncio.gather(*(comments.record(case, due_ms=NOW_MS) for case in cases.values()))
    desk = Desk()
    people = [f"moderator-{number}" for number in range(20)]
    await asyncio.gather(
        *(
            work(desk, ReviewQueue(commands, "default", KEEPING), by, cases)
            for commands, by in zip(cycle(processes), people, strict=False)
        )
    )
    assert desk.decided.keys() == cases.keys()
    assert len(set(desk.decided.values())) > 1, "it was no race"
    for case in cases.values():
        verdicts = [entry for entry in await comments.audit(case.id) if entry.type is EntryType.VERDICT]
        assert [entry.by for entry in verdicts] == [desk.decided[case.id]]
    assert len((await comments.events(after="", limit=999)).events) == 100


async def work(desk: Desk, queue: ReviewQueue, by: str, cases: dict[str, Comment]) -> None:
    """Claim and decide until nothing is open; and try to decide what others hold or have decided."""
    while len(desk.decided) < len(cases):
        for claim in await queue.claim(by, limit=2, now_ms=NOW_MS, expires_at_ms=NOW_MS + LEASE_MS):
            desk.take(claim.comment_id, by)
            desk.tries.append((claim.comment_id, claim.token))
            other_id, token = random.choice(desk.tries)  # noqa: S311 - no secret
            if desk.held.get(other_id) != by:
                refused = await queue.decide(cases[other_id], f"not {token}", rejection(by), (SPAM,))
                assert isinstance(refused, HeldByOther | AlreadyDecided)
            result = await queue.decide(cases[claim.comment_id], claim.token, approval(by), (FINE,))
            assert result == Decided()
            desk.close(claim.comment_id, by)
        await asyncio.sleep(0)


async def test_of_many_verdicts_on_one_claim_one_stands(processes: list[Commands]) -> None:
    comment = a_comment()
    queues = [ReviewQueue(commands, "default", KEEPING) for commands in processes]
    await Comments(processes[0], "default", KEEPING).record(comment, due_ms=NOW_MS)
    (claim,) = await queues[0].claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=NOW_MS + LEASE_MS)
    verdicts = [rejection("bob"), approval("bob")] * 10
    results = await asyncio.gather(
        *(
            queue.decide(comment, claim.token, verdict, (FINE,))
            for queue, verdict in zip(cycle(queues), verdicts, strict=False)
        )
    )
    (stands,) = (verdict for verdict, result in zip(verdicts, results, strict=True) if result == Decided())
    assert results.count(AlreadyDecided(stands)) == 19


async def test_of_many_undos_at_once_one_undoes(processes: list[Commands]) -> None:
    comment = a_comment()
    comments = Comments(processes[0], "default", KEEPING)
    queues = [ReviewQueue(commands, "default", KEEPING) for commands in processes]
    await comments.record(comment, due_ms=NOW_MS)
    (claim,) = await queues[0].claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=NOW_MS + LEASE_MS)
    await queues[0].decide(comment, claim.token, approval("bob"), (FINE,))
    results = await asyncio.gather(
        *(
            queue.undo(comment, "bob", any_verdict=True, now_ms=NOW_MS, expires_at_ms=NOW_MS + LEASE_MS)
            for queue in queues * 4
        )
    )
    assert Counter(map(type, results)) == {Undone: 1, NothingToUndo: 19}
    kinds = [entry.type for entry in await comments.audit(comment.id)]
    assert kinds == [EntryType.DECISION, EntryType.VERDICT, EntryType.UNDO]


async def test_a_claim_that_ends_while_it_is_decided_leaves_one_winner(processes: list[Commands]) -> None:
    comments = Comments(processes[0], "default", KEEPING)
    bobs, carols = (ReviewQueue(commands, "default", KEEPING) for commands in processes[:2])
    ends_ms = NOW_MS + LEASE_MS
    winners = Counter[str]()
    for _ in range(40):
        comment = a_comment()
        await comments.record(comment, due_ms=NOW_MS)
        (claim,) = await bobs.claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=ends_ms, only=[comment.id])
        decided, taken = await asyncio.gather(
            bobs.decide(comment, claim.token, approval("bob", ends_ms - 1), (FINE,)),
            carols.claim("carol", limit=1, now_ms=ends_ms, expires_at_ms=2 * ends_ms, only=[comment.id]),
        )
        if taken:
            assert decided == HeldByOther("carol")
            late = approval("carol", ends_ms)
            assert await carols.decide(comment, taken[0].token, late, (FINE,)) == Decided()
        else:
            assert decided == Decided()
        winners["carol" if taken else "bob"] += 1
    approved = await comments.standing(Status.APPROVED, start=0, count=99)
    assert Counter(comment.verdict.by for comment in approved if comment.verdict) == winners


async def test_verdicts_and_erasures_at_once_leave_nothing_behind(processes: list[Commands]) -> None:
    first, second = processes[:2]
    comments, queue = Comments(first, "default", KEEPING), ReviewQueue(second, "default", KEEPING)
    cases = [a_comment(Outcome.REVIEW) for _ in range(40)]
    await asyncio.gather(*(comments.record(case, due_ms=NOW_MS) for case in cases))
    claims = await queue.claim("bob", limit=40, now_ms=NOW_MS, expires_at_ms=NOW_MS + LEASE_MS)
    await asyncio.gather(
        *(comments.erase(case, NOW_MS) for case in cases),
        *(
            queue.decide(case, claim.token, approval("bob"), (FINE,))
            for case, claim in zip(cases, claims, strict=True)
        ),
    )
    assert await first.run("KEYS", "fw:*") == ["fw:{default}:decisions"]
