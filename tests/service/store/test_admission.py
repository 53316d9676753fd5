"""Admission: who may comment, where, and in reply to what."""

from dataclasses import replace

import pytest

from service.domain.change import Change, ChangeOf
from service.domain.clock import wall_clock
from service.domain.comment import Ban, BanTarget, Outcome
from service.domain.policy import ArticleMode
from service.store.admission import Admitted, Banned, Closed, Duplicate, NoParent, Outdated
from service.store.articles import Articles
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.site_settings import FIRST_VERSION, SettingsStore
from tests.service.store.asking import KEYS, REQUEST, ask, counted
from tests.support.comments import DAY_MS, NOW_MS, a_comment


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
