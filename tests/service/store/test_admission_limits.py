"""Admission by rates: what is counted, what is left, and when to try again."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.ids import new_id
from service.domain.policy import ArticleMode
from service.domain.rates import Quota, Rate, gcra
from service.store.admission import Admitted, Limit, Limited
from service.store.commands import Commands
from tests.service.store.asking import KEYS, REQUEST, SIX_A_MINUTE, ask, counted
from tests.support.comments import NOW_MS

TWO_AN_HOUR = Limit("author", "alice", Rate(2, 3_600))


async def test_a_first_request_is_admitted_with_what_is_left(commands: Commands) -> None:
    quotas = (Quota("address", SIX_A_MINUTE.rate, remaining=5, reset_s=10),)
    assert await ask(commands) == Admitted(0, ArticleMode.OPEN, quotas)


async def test_the_rate_is_admitted_at_once_and_then_one_by_one(commands: Commands) -> None:
    at_once = [await ask(commands) for _ in range(7)]
    assert [type(answer) for answer in at_once] == [Admitted] * 6 + [Limited]
    assert isinstance(await ask(commands, now_ms=NOW_MS + 9_999), Limited)
    assert isinstance(await ask(commands, now_ms=NOW_MS + 10_000), Admitted)
    assert isinstance(await ask(commands, now_ms=NOW_MS + 10_000), Limited)


async def test_a_limited_request_learns_which_rate_and_when_to_try_again(commands: Commands) -> None:
    both = REQUEST._replace(limits=[SIX_A_MINUTE, TWO_AN_HOUR])
    await ask(commands, both)
    await ask(commands, both)
    assert await ask(commands, both) == Limited(
        "author",
        retry_after_s=1_800,
        quotas=(Quota("address", SIX_A_MINUTE.rate, 4, 20), Quota("author", TWO_AN_HOUR.rate, 0, 3_600)),
    )


async def test_no_limit_counts_what_another_limit_refuses(commands: Commands) -> None:
    both = REQUEST._replace(limits=[SIX_A_MINUTE, TWO_AN_HOUR])
    for _ in range(10):
        await ask(commands, both)
    answer = await ask(commands)
    assert isinstance(answer, Admitted)
    assert answer.quotas[0].remaining == 3, "two that both limits admitted, and this one"


async def test_less_than_nothing_is_never_left_where_another_clock_is_ahead(commands: Commands) -> None:
    for _ in range(6):
        await ask(commands, now_ms=NOW_MS + 1_500)
    assert await ask(commands) == Limited(
        "address", retry_after_s=12, quotas=(Quota("address", SIX_A_MINUTE.rate, remaining=0, reset_s=62),)
    )


async def test_a_limit_that_is_set_anew_counts_anew(commands: Commands) -> None:
    # Otherwise who used up a day's comments would wait for a day, also after an editor has made it a minute.
    a_day = REQUEST._replace(limits=[replace(SIX_A_MINUTE, rate=Rate(6, 86_400))])
    for _ in range(7):
        await ask(commands, a_day)
    assert isinstance(await ask(commands, a_day), Limited)
    assert isinstance(await ask(commands), Admitted)


async def test_each_subject_has_a_counter_of_its_own(commands: Commands) -> None:
    once = Limit("address", "198.51.100.7", Rate(1, 60))
    other = replace(once, subject="198.51.100.8")
    assert isinstance(await ask(commands, REQUEST._replace(limits=[once])), Admitted)
    assert isinstance(await ask(commands, REQUEST._replace(limits=[once])), Limited)
    assert isinstance(await ask(commands, REQUEST._replace(limits=[other])), Admitted)


async def test_a_counter_is_gone_when_its_period_is_over(commands: Commands) -> None:
    await ask(commands)
    (counter,) = await counted(commands)
    assert 0 < await commands.run("PTTL", counter) <= 10_000


async def test_a_limited_request_leaves_no_mark(commands: Commands) -> None:
    once = REQUEST._replace(limits=[Limit("address", "1", Rate(1, 60))], repeat_key="key", body_hash="body")
    await ask(commands, once._replace(repeat_key=""))
    assert isinstance(await ask(commands, once), Limited)
    assert await commands.run("EXISTS", KEYS.idempotency("key")) == 0


RATES = st.builds(Rate, st.integers(1, 50), st.integers(1, 100_000))
PAUSES_MS = st.one_of(st.just(0), st.integers(0, 5_000), st.integers(0, 2_000_000))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rate=RATES, pauses_ms=st.lists(PAUSES_MS, min_size=1, max_size=60))
async def test_the_counter_in_redis_follows_the_reference(
    commands: Commands, rate: Rate, pauses_ms: list[int]
) -> None:
    subject, now_ms, times_ms = new_id(NOW_MS), NOW_MS, []
    for pause_ms in pauses_ms:
        now_ms += pause_ms
        times_ms.append(now_ms)
    request = REQUEST._replace(limits=[Limit("address", subject, rate)])
    answers = await asyncio.gather(*(ask(commands, request, now_ms=at_ms) for at_ms in times_ms))
    assert [isinstance(answer, Admitted) for answer in answers] == allowed_by_reference(rate, times_ms)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rate=RATES, pauses_ms=st.lists(PAUSES_MS, min_size=1, max_size=10))
async def test_what_is_said_to_be_left_is_left(commands: Commands, rate: Rate, pauses_ms: list[int]) -> None:
    now_ms, request = NOW_MS, REQUEST._replace(limits=[Limit("address", new_id(NOW_MS), rate)])
    for pause_ms in pauses_ms:
        now_ms += pause_ms
        answer = await ask(commands, request, now_ms=now_ms)
    assert isinstance(answer, Admitted | Limited)
    left = answer.quotas[0].remaining
    answers = await asyncio.gather(*(ask(commands, request, now_ms=now_ms) for _ in range(left + 1)))
    assert [type(each) for each in answers] == [Admitted] * left + [Limited]
    (refused,) = (each for each in answers if isinstance(each, Limited))
    again_ms = now_ms + 1_000 * refused.retry_after_s
    assert isinstance(await ask(commands, request, now_ms=again_ms), Admitted)


def allowed_by_reference(rate: Rate, times_ms: Sequence[int]) -> list[bool]:
    allowed, arrival_us = [], None
    for at_ms in times_ms:
        fits, arrival_us = gcra(arrival_us, at_ms * 1_000, rate)
        allowed.append(fits)
    return allowed
