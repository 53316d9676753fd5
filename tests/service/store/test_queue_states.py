"""The queue in Redis against the model, through any sequence of what people may do."""

import asyncio
from typing import ClassVar

import redis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from service.domain.comment import Appeal, Outcome, Status
from service.domain.journal import EntryType
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.connection import connect
from service.store.keys import SiteKeys
from service.store.review_queue import Claim, QueueCounts, ReviewQueue, Undone
from tests.service.store.queue_model import Case, Standing
from tests.support.comments import FINE, KEEPING, NOW_MS, SPAM, a_comment, approval, rejection
from tests.support.photograph import photograph

LEASE_MS = 600_000
PEOPLE = st.sampled_from(["bob", "carol", "dave"])
LATEST = st.integers(0, 5)
"""One of the cases or tokens that there are, counted back from the latest."""


class QueueStates(RuleBasedStateMachine):
    """Does the same to Redis and to the model, and compares all that can be seen after every step."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now_ms = NOW_MS
        self.cases: list[Case] = []
        self.tokens: list[tuple[Case, str]] = []
        with redis.Redis.from_url(self.url) as client:
            client.flushall()
        self.runner.run(self.open())

    async def open(self) -> None:
        self.commands = Commands(await connect(self.url))
        await self.commands.load_library()
        self.comments = Comments(self.commands, "default", KEEPING)
        self.queue = ReviewQueue(self.commands, "default", KEEPING)

    def teardown(self) -> None:
        self.runner.run(self.commands.close())
        self.runner.close()

    @rule(outcome=st.sampled_from(Outcome), author=st.sampled_from(["alice", "anna"]), due=st.integers(0, 5))
    def somebody_posts(self, outcome: Outcome, author: str, due: int) -> None:
        self.post(outcome, author, due)

    def post(self, outcome: Outcome, author: str, due: int) -> None:
        comment = a_comment(outcome, author=author, at_ms=self.now_ms)
        due_ms = self.now_ms + due * 60_000
        assert self.runner.run(self.comments.record(comment, due_ms=due_ms)) is None
        standing = Standing(comment, self.now_ms, due_ms if outcome is Outcome.REVIEW else None, None)
        self.cases.append(Case(standing, journal=[(EntryType.DECISION, outcome.status)]))

    @initialize()
    def start_with_open_cases(self) -> None:
        for due in (1, 0):
            self.post(Outcome.REVIEW, "alice", due)

    @rule(pause_ms=st.sampled_from([60_000, LEASE_MS - 5, LEASE_MS]))
    def wait(self, pause_ms: int) -> None:
        self.now_ms += pause_ms

    @rule(by=PEOPLE, limit=st.integers(1, 3))
    def claim(self, by: str, limit: int) -> None:
        expected = [case for case in self.in_order() if self.is_free_for(case, by)][:limit]
        self.check_claims(by, limit, [], expected)

    @rule(by=PEOPLE, wanted=st.lists(LATEST, min_size=1, max_size=4))
    def claim_wanted(self, by: str, wanted: list[int]) -> None:
        chosen = [case for case in map(self.case, wanted) if case]
        once = [case for place, case in enumerate(chosen) if case not in chosen[:place]]
        expected = [case for case in once if case in self.in_order() and self.is_free_for(case, by)]
        if chosen:
            self.check_claims(by, 4, [case.now.comment.id for case in chosen], expected)

    def check_claims(self, by: str, limit: int, only: list[str], expected: list[Case]) -> None:
        ends_ms = self.now_ms + LEASE_MS
        claims = self.runner.run(
            self.queue.claim(by, limit=limit, now_ms=self.now_ms, expires_at_ms=ends_ms, only=only)
        )
        assert [claim.comment_id for claim in claims] == [case.now.comment.id for case in expected]
        for case, claim in zip(expected, claims, strict=True):
            self.hold(case, claim)

    def hold(self, case: Case, claim: Claim) -> None:
        case.claim = claim
        self.tokens.append((case, claim.token))

    @rule(which=LATEST)
    def renew(self, which: int) -> None:
        case, token = self.token(which)
        if case is None:
            return
        stands, ends_ms = self.stands(case, token), self.now_ms + LEASE_MS
        renewed = self.queue.renew(case.now.comment.id, token, now_ms=self.now_ms, expires_at_ms=ends_ms)
        assert self.runner.run(renewed) == stands
        if stands and case.claim:
            case.claim = Claim(case.claim.comment_id, case.claim.by, token, ends_ms)

    @rule(which=LATEST)
    def release(self, which: int) -> None:
        case, token = self.token(which)
        if case is None:
            return
        stands = self.stands(case, token)
        assert self.runner.run(self.queue.release(case.now.comment.id, token, now_ms=self.now_ms)) == stands
        if stands:
            case.claim = None

    @rule(which=LATEST, by=PEOPLE, approve=st.booleans())
    def decide(self, which: int, by: str, *, approve: bool) -> None:
        case, token = self.token(which)
        self.check_verdict(case, token, by=case.claim.by if case and case.claim else by, approve=approve)

    @rule(which=LATEST, by=PEOPLE)
    def decide_with_a_token_of_whomever(self, which: int, by: str) -> None:
        self.check_verdict(*self.token(which), by=by, approve=True)

    @rule(which=LATEST, by=PEOPLE)
    def decide_without_a_claim(self, which: int, by: str) -> None:
        self.check_verdict(self.case(which), "a guess", by=by, approve=True)

    def check_verdict(self, case: Case | None, token: str, *, by: str, approve: bool) -> None:
        if case is None:
            return
        verdict, reasons = (approval, (FINE,)) if approve else (rejection, (SPAM,))
        given = verdict(by, self.now_ms)
        result = self.runner.run(self.queue.decide(case.now.comment, token, given, reasons))
        assert result == case.decide(token, given, reasons)

    @rule(which=LATEST, by=PEOPLE, editor=st.booleans())
    def undo(self, which: int, by: str, *, editor: bool) -> None:
        case, ends_ms = self.case(which), self.now_ms + LEASE_MS
        if case is None:
            return
        comment = case.now.comment
        result = self.runner.run(
            self.queue.undo(comment, by, any_verdict=editor, now_ms=self.now_ms, expires_at_ms=ends_ms)
        )
        given = result.claim if isinstance(result, Undone) else None
        token = given.token if given else ""
        assert result == case.undo(by, editor=editor, claim=Claim(comment.id, by, token, ends_ms))
        if given:
            self.hold(case, given)

    @rule(which=LATEST, due=st.integers(0, 5))
    def appeal(self, which: int, due: int) -> None:
        case = self.case(which)
        if case is None:
            return
        appeal, due_ms = Appeal("Why?", self.now_ms), self.now_ms + due * 60_000
        result = self.runner.run(self.comments.appeal(case.now.comment, appeal, due_ms=due_ms))
        assert result == case.appeal(appeal, due_ms)

    @rule(which=LATEST)
    def erase(self, which: int) -> None:
        case = self.case(which)
        if case is not None:
            assert self.runner.run(self.comments.erase(case.now.comment, self.now_ms)) == case.erase()

    @rule()
    def lose_the_functions(self) -> None:
        self.runner.run(self.flush_functions())

    async def flush_functions(self) -> None:
        await self.commands.run("FUNCTION", "FLUSH")

    @invariant()
    def redis_holds_what_the_model_holds(self) -> None:
        self.now_ms += 1
        self.runner.run(self.compare())

    async def compare(self) -> None:
        await asyncio.gather(
            self.every_comment_stands_where_it_should(),
            self.every_change_has_one_audit_entry_and_one_event(),
            self.the_queue_is_in_order(),
            self.every_index_counts_its_comments(),
        )

    async def every_comment_stands_where_it_should(self) -> None:
        seen = await asyncio.gather(*(photograph(self.commands, case.now.comment) for case in self.cases))
        assert seen == [case.photograph() for case in self.cases]

    async def every_change_has_one_audit_entry_and_one_event(self) -> None:
        events = (await self.comments.events(after="", limit=10_000)).events
        audits = await asyncio.gather(*(self.comments.audit(case.now.comment.id) for case in self.cases))
        for case, audit in zip(self.cases, audits, strict=True):
            expected = [] if case.erased else case.journal
            assert [(entry.type, entry.status) for entry in audit] == expected
            mine = [event.entry for event in events if event.entry.comment_id == case.now.comment.id]
            assert [(entry.type, entry.status) for entry in mine] == case.journal
        assert len(events) == sum(len(case.journal) for case in self.cases)

    async def the_queue_is_in_order(self) -> None:
        opened = self.in_order()
        held = [case for case in opened if case.claim_at(self.now_ms)]
        ids = [case.now.comment.id for case in opened]
        seen_ids, counts, claims = await asyncio.gather(
            self.queue.open_ids(start=0, count=10_000),
            self.queue.counts(self.now_ms),
            self.queue.claims_on(ids, self.now_ms),
        )
        assert seen_ids == ids
        assert counts == QueueCounts(len(opened), len(held), opened[0].now.due_ms if opened else None)
        assert claims == {case.now.comment.id: case.claim for case in held}

    async def every_index_counts_its_comments(self) -> None:
        for status in Status:
            standing = [
                case.now.comment.author_key
                for case in self.cases
                if not case.erased and case.now.comment.status is status
            ]
            on_site, alices, annas = await asyncio.gather(
                self.commands.run("ZCARD", SiteKeys("default").comments(status)),
                self.comments.of_author("alice", status, 1),
                self.comments.of_author("anna", status, 1),
            )
            assert (on_site, alices[0]) == (len(standing), standing.count("alice"))
            assert annas[0] == standing.count("anna")

    def in_order(self) -> list[Case]:
        opened = [case for case in self.cases if case.is_open]
        return sorted(opened, key=lambda case: (case.now.due_ms or 0, case.now.comment.id))

    def is_free_for(self, case: Case, by: str) -> bool:
        return case.claim_at(self.now_ms) is None and case.now.recused != by

    def stands(self, case: Case, token: str) -> bool:
        claim = case.claim_at(self.now_ms)
        return claim is not None and claim.token == token

    def case(self, which: int) -> Case | None:
        return self.cases[-1 - which % len(self.cases)] if self.cases else None

    def token(self, which: int) -> tuple[Case | None, str]:
        return self.tokens[-1 - which % len(self.tokens)] if self.tokens else (None, "")


SETTINGS = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # shrinking thirty steps would take minutes and say little more
    suppress_health_check=list(HealthCheck),
)


def test_redis_does_what_the_model_does(redis_url: str) -> None:
    class OnThisServer(QueueStates):
        url = redis_url

    run_state_machine_as_test(OnThisServer, settings=SETTINGS)
