import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.change import Change, ChangeOf
from service.domain.clock import wall_clock
from service.domain.comment import Ban, BanTarget, Outcome
from service.domain.ids import new_id
from service.domain.policy import ArticleMode
from service.domain.rates import Quota, Rate, gcra
from service.store.admission import (
    UNDER_WAY_MS,
    Admission,
    Admitted,
    Banned,
    Closed,
    Duplicate,
    Limit,
    Limited,
    NoParent,
    OtherBody,
    Outdated,
    Replayed,
    Request,
    UnderWay,
    admit,
    forget,
)
from service.store.articles import Articles
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.keys import SiteKeys
from service.store.site_settings import FIRST_VERSION, SettingsStore
from tests.support.comments import DAY_MS, NOW_MS, a_comment

KEYS = SiteKeys("default")
SIX_A_MINUTE = Limit("address", "198.51.100.7", Rate(6, 60))
TWO_AN_HOUR = Limit("author", "alice", Rate(2, 3_600))
REQUEST = Request("article-1", "alice", "198.51.100.7", [SIX_A_MINUTE])


async def ask(commands: Commands, request: Request = REQUEST, *, now_ms: int = NOW_MS) -> Admission:
    return await admit(commands, KEYS, request, now_ms)


async def counted(commands: Commands) -> list[str]:
    """The counters that have counted something."""
    found: list[str] = await commands.run("KEYS", "fw:*limit*")
    return found


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


async def test_a_banned_author_is_refused_until_the_ban_ends(commands: Commands, comments: Comments) -> None:
    tomorrow_ms = wall_clock() + DAY_MS
    await comments.ban(a_comment(), Ban(BanTarget.AUTHOR, "bob", NOW_MS, tomorrow_ms, "flood"))
    assert await ask(commands) == Banned(tomorrow_ms)
    assert isinstance(await ask(commands, REQUEST._replace(author_key="anna")), Admitted)
    assert isinstance(await ask(commands, now_ms=tomorrow_ms), Admitted)


async def test_a_banned_address_is_refused_for_good(commands: Commands, comments: Comments) -> None:
    cause = replace(a_comment(author="anna"), address_key="198.51.100.7")
    await comments.ban(cause, Ban(BanTarget.ADDRESS, "bob", NOW_MS, 0, "flood"))
    assert await ask(commands) == Banned(0)


@pytest.mark.parametrize(
    ("author_days", "address_days", "days"), [(1, 2, 2), (2, 1, 2), (1, 0, 0), (0, 1, 0)]
)
async def test_of_two_bans_the_one_that_ends_last_counts(
    commands: Commands, comments: Comments, author_days: int, address_days: int, days: int
) -> None:
    def end_ms(days: int) -> int:
        return now_ms + days * DAY_MS if days else 0

    now_ms = wall_clock()
    cause = replace(a_comment(), address_key="198.51.100.7")
    for target, ban_days in ((BanTarget.AUTHOR, author_days), (BanTarget.ADDRESS, address_days)):
        await comments.ban(cause, Ban(target, "bob", now_ms, end_ms(ban_days), "flood"))
    assert await ask(commands) == Banned(end_ms(days))


async def test_a_lifted_ban_is_over(commands: Commands, comments: Comments) -> None:
    cause = a_comment()
    await comments.ban(cause, Ban(BanTarget.AUTHOR, "bob", NOW_MS, 0, "flood"))
    assert await comments.lift_ban(cause, BanTarget.AUTHOR, by="bob", now_ms=NOW_MS)
    assert not await comments.lift_ban(cause, BanTarget.AUTHOR, by="bob", now_ms=NOW_MS)
    assert isinstance(await ask(commands), Admitted)


@pytest.mark.parametrize("mode", ["closed", "none"])
async def test_a_closed_article_takes_no_comments(commands: Commands, mode: str) -> None:
    await Articles(commands, "default").set("article-1", by="erin", now_ms=NOW_MS, mode=mode)
    assert await ask(commands) == Closed()


async def test_who_goes_by_old_settings_is_told_before_anything_is_counted(commands: Commands) -> None:
    settings = SettingsStore(commands, "default")
    change = Change(ChangeOf.SETTINGS, "", "erin", NOW_MS, {"leak": "1%"}, {"leak": "2%"})
    request = REQUEST._replace(settings_version=FIRST_VERSION, repeat_key="key", body_hash="body")
    assert await settings.set(FIRST_VERSION, {"leak": "2%"}, change)
    assert not await settings.set(FIRST_VERSION, {"leak": "3%"}, change)
    assert await ask(commands, request) == Outdated()
    kept = await settings.find()
    assert kept.typed == {"leak": "2%"}
    assert isinstance(await ask(commands, request._replace(settings_version=kept.version)), Admitted)


async def test_the_mode_of_the_article_is_told(commands: Commands) -> None:
    await Articles(commands, "default").set("article-1", by="erin", now_ms=NOW_MS, mode="review")
    answer = await ask(commands)
    assert isinstance(answer, Admitted)
    assert answer.article_mode is ArticleMode.REVIEW


async def test_how_many_comments_of_the_author_stand_approved_is_told(
    commands: Commands, comments: Comments
) -> None:
    for outcome in (Outcome.APPROVE, Outcome.APPROVE, Outcome.REJECT, Outcome.REVIEW):
        await comments.record(a_comment(outcome), due_ms=NOW_MS)
    answer = await ask(commands)
    assert isinstance(answer, Admitted)
    assert answer.approved_before == 2


async def test_a_reply_needs_an_approved_parent_under_the_same_article(
    commands: Commands, comments: Comments
) -> None:
    here, waiting = a_comment(Outcome.APPROVE), a_comment(Outcome.REVIEW)
    elsewhere = a_comment(Outcome.APPROVE, article_id="article-2")
    for comment in (here, waiting, elsewhere):
        await comments.record(comment, due_ms=NOW_MS)
    for parent_id in (waiting.id, elsewhere.id, "no such comment"):
        assert await ask(commands, REQUEST._replace(parent_id=parent_id)) == NoParent()
    assert isinstance(await ask(commands, REQUEST._replace(parent_id=here.id)), Admitted)


@pytest.mark.parametrize("name", ["article-1:approved", "1:audit", "}:queue", "{other}:queue"])
async def test_a_name_that_a_stranger_chooses_names_no_other_key(
    commands: Commands, comments: Comments, name: str
) -> None:
    await comments.record(replace(a_comment(Outcome.APPROVE), id="1"), due_ms=NOW_MS)
    assert isinstance(await ask(commands, REQUEST._replace(article_id=name)), Admitted)
    assert await ask(commands, REQUEST._replace(parent_id=name)) == NoParent()


async def test_the_same_words_are_a_duplicate(commands: Commands, comments: Comments) -> None:
    comment = a_comment()
    await comments.record(comment, due_ms=NOW_MS, fingerprint="said")
    assert await ask(commands, REQUEST._replace(fingerprint="said")) == Duplicate(comment.id)
    assert isinstance(await ask(commands, REQUEST._replace(fingerprint="other")), Admitted)


async def test_the_same_request_is_processed_once_at_a_time(commands: Commands) -> None:
    request = REQUEST._replace(repeat_key="key", body_hash="body")
    assert isinstance(await ask(commands, request), Admitted)
    assert await ask(commands, request) == UnderWay()
    assert 0 < await commands.run("PTTL", KEYS.idempotency("key")) <= UNDER_WAY_MS


async def test_the_same_request_is_answered_with_the_first_comment(
    commands: Commands, comments: Comments
) -> None:
    request, comment = REQUEST._replace(repeat_key="key", body_hash="body"), a_comment()
    await ask(commands, request)
    await comments.record(comment, due_ms=NOW_MS, repeat_key="key")
    assert await ask(commands, request) == Replayed(comment.id)


@pytest.mark.parametrize("recorded", [False, True])
async def test_an_idempotency_key_goes_with_one_body(
    commands: Commands, comments: Comments, *, recorded: bool
) -> None:
    await ask(commands, REQUEST._replace(repeat_key="key", body_hash="body"))
    if recorded:
        await comments.record(a_comment(), due_ms=NOW_MS, repeat_key="key")
    assert await ask(commands, REQUEST._replace(repeat_key="key", body_hash="other")) == OtherBody()


async def test_a_request_that_failed_may_be_sent_again_at_once(commands: Commands) -> None:
    request = REQUEST._replace(repeat_key="key", body_hash="body")
    await ask(commands, request)
    await forget(commands, KEYS, "key")
    assert isinstance(await ask(commands, request), Admitted)


async def test_a_request_whose_answer_was_lost_is_still_known(commands: Commands, comments: Comments) -> None:
    request, comment = REQUEST._replace(repeat_key="key", body_hash="body"), a_comment()
    await ask(commands, request)
    await comments.record(comment, due_ms=NOW_MS, repeat_key="key")
    await forget(commands, KEYS, "key")
    assert await ask(commands, request) == Replayed(comment.id)


async def test_nothing_is_counted_and_nothing_marked_when_a_request_is_refused(
    commands: Commands, comments: Comments
) -> None:
    await Articles(commands, "default").set("closed", by="erin", now_ms=NOW_MS, mode="closed")
    await comments.record(a_comment(), due_ms=NOW_MS, fingerprint="said")
    cause = a_comment(author="mallory")
    await comments.ban(cause, Ban(BanTarget.AUTHOR, "bob", NOW_MS, 0, "flood"))
    request = REQUEST._replace(repeat_key="key", body_hash="body")
    refused = [
        request._replace(author_key="mallory"),
        request._replace(article_id="closed"),
        request._replace(parent_id="none"),
        request._replace(fingerprint="said"),
    ]
    answers = [type(await ask(commands, each)) for each in refused]
    assert answers == [Banned, Closed, NoParent, Duplicate]
    assert await counted(commands) == []
    assert await commands.run("EXISTS", KEYS.idempotency("key")) == 0


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
