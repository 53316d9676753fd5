import asyncio
from dataclasses import replace

import pytest

from service.store import keys
from service.store.commands import Commands
from service.store.people import (
    SESSION_S,
    SIGN_IN_WINDOW_S,
    Moderator,
    People,
    Role,
    digest,
)
from tests.support.comments import NOW_MS

ALICE = Moderator("alice", Role.EDITOR, "argon2-hash-a", NOW_MS)
BOB = Moderator("bob", Role.MODERATOR, "argon2-hash-b", NOW_MS + 1)


async def test_a_site_key_is_found_by_itself_and_kept_only_as_its_digest(
    commands: Commands, people: People
) -> None:
    key = await people.create_key("default", "cms", NOW_MS)
    found = await people.find_key(key)
    assert found is not None
    assert (found.site, found.name, found.created_at_ms, found.hint) == ("default", "cms", NOW_MS, key[-4:])
    kept = await commands.run("HGETALL", keys.SITE_KEYS)
    assert list(kept) == [digest(key)]
    assert key not in str(kept)


async def test_a_site_key_fits_a_label_of_a_host_name(people: People) -> None:
    key = await people.create_key("default", "cms", NOW_MS)
    assert 40 <= len(key) <= 60
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


async def test_an_unknown_key_is_nobodys(people: People) -> None:
    assert await people.find_key("no such key") is None


async def test_a_revoked_key_is_worthless(people: People) -> None:
    key = await people.create_key("default", "cms", NOW_MS)
    assert await people.revoke_key(digest(key))
    assert not await people.revoke_key(digest(key))
    assert await people.find_key(key) is None


async def test_keys_are_listed_oldest_first(people: People) -> None:
    for name, at_ms in (("second", 2), ("third", 3), ("first", 1)):
        await people.create_key("default", name, at_ms)
    assert [key.name for key in await people.list_keys()] == ["first", "second", "third"]


async def test_a_key_is_meant_by_itself_its_name_or_the_beginning_of_its_id(people: People) -> None:
    key = await people.create_key("default", "cms", NOW_MS)
    await people.create_key("default", "app", NOW_MS)
    for which in (key, "cms", digest(key)[:12]):
        assert [found.name for found in await people.matching_keys(which)] == ["cms"]
    assert await people.matching_keys("") == []


async def test_moderators_are_found_and_listed_by_name(people: People) -> None:
    assert not await people.has_moderators()
    assert await people.add_moderator(BOB)
    assert await people.add_moderator(ALICE)
    assert await people.has_moderators()
    assert await people.find_moderator("alice") == ALICE
    assert await people.find_moderator("mallory") is None
    assert await people.list_moderators() == [ALICE, BOB]


async def test_a_name_is_taken_once(people: People) -> None:
    others = [replace(ALICE, password_hash=f"hash-{number}") for number in range(20)]
    taken = await asyncio.gather(*(people.add_moderator(each) for each in others))
    assert sorted(taken) == [False] * 19 + [True]
    assert await people.find_moderator("alice") == others[taken.index(True)]


async def test_a_session_is_of_whoever_signed_in(people: People) -> None:
    await people.add_moderator(ALICE)
    token = await people.start_session(ALICE)
    assert await people.session(token) == ALICE
    assert await people.session("a guess") is None
    await people.end_session(token)
    assert await people.session(token) is None


@pytest.mark.parametrize(("lasts", "least_s", "most_s"), [(True, SESSION_S - 59, SESSION_S), (False, 0, 60)])
async def test_a_session_is_kept_as_a_digest_and_lasts_while_it_is_used_not_while_it_is_looked_at(
    commands: Commands, people: People, *, lasts: bool, least_s: int, most_s: int
) -> None:
    await people.add_moderator(ALICE)
    token = await people.start_session(ALICE)
    (key,) = await commands.run("KEYS", "fw:session:*")
    assert token not in key
    await commands.run("EXPIRE", key, 60)
    assert await people.session(token, lasts=lasts) == ALICE
    assert least_s <= await commands.run("TTL", key) <= most_s


async def test_looking_for_a_session_that_is_none_leaves_nothing(commands: Commands, people: People) -> None:
    await people.session("a guess")
    assert await commands.run("KEYS", "*") == []


async def test_a_disabled_moderator_is_out_at_once(people: People) -> None:
    await people.add_moderator(ALICE)
    token = await people.start_session(ALICE)
    assert await people.disable_moderator("alice")
    assert await people.session(token) is None
    assert not await people.disable_moderator("mallory")


async def test_another_password_ends_the_sessions_and_lets_a_disabled_moderator_in(people: People) -> None:
    await people.add_moderator(ALICE)
    token = await people.start_session(ALICE)
    await people.disable_moderator("alice")
    assert await people.set_password("alice", "another hash")
    assert await people.session(token) is None
    changed = replace(ALICE, password_hash="another hash")
    assert await people.session(await people.start_session(changed)) == changed
    assert await people.session(await people.start_session(ALICE)) is None, "checked before the change"
    assert not await people.set_password("mallory", "a hash")


async def test_a_new_password_does_not_let_in_who_is_disabled_at_the_same_time(people: People) -> None:
    await people.add_moderator(ALICE)
    changed, disabled = await asyncio.gather(
        people.replace_password(ALICE, "my own"), people.disable_moderator("alice")
    )
    assert disabled
    now = await people.find_moderator("alice")
    assert now is not None
    assert now.disabled
    assert (now.password_hash == "my own") is (changed is not None)


@pytest.mark.parametrize("at_once", [False, True])
async def test_tries_to_sign_in_are_counted(people: People, *, at_once: bool) -> None:
    tries = [people.count_sign_in("alice@1", 10) for _ in range(30)]
    waits_s = await asyncio.gather(*tries) if at_once else [await each for each in tries]
    assert waits_s.count(0) == 10
    assert await people.count_sign_in("bob@1", 10) == 0


async def test_the_tries_are_forgotten_after_a_while_or_when_one_succeeds(
    commands: Commands, people: People
) -> None:
    for _ in range(11):
        await people.count_sign_in("alice@1", 10)
    (counter,) = await commands.run("KEYS", "fw:sign-ins:*")
    assert 0 < await commands.run("TTL", counter) <= SIGN_IN_WINDOW_S
    await people.forget_sign_ins("alice@1")
    assert await people.count_sign_in("alice@1", 10) == 0
