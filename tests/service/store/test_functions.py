"""The library of functions: loaded, healed, and within its bounds."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
import redis

from service.domain.change import Change, ChangeOf
from service.domain.comment import Appeal, Ban, BanTarget, Outcome, Status
from service.domain.delivery import Tries
from service.domain.rates import Rate
from service.store.admission import Admitted, Limit, Request, admit, forget
from service.store.articles import Articles
from service.store.commands import LIBRARY, Commands, library_source
from service.store.comments import Comments, EventPage
from service.store.connection import Client, connect
from service.store.errors import StoreError, StoreFull
from service.store.hooks import Hook
from service.store.hours import Hours
from service.store.past import Past
from service.store.people import Moderator, People, Role
from service.store.review_queue import Claim, Decided, ReviewQueue, Undone
from service.store.site_settings import FIRST_VERSION, SettingsStore
from tests.support.comments import FINE, KEEPING, NOW_MS, SPAM, a_comment, approval, rejection
from tests.support.redis_servers import memory_limit

FILES = {
    file.name.removesuffix(".lua"): file.read_text(encoding="utf-8")
    for file in (resources.files("service.store") / "functions").iterdir()
    if file.name.endswith(".lua")
}
FUNCTIONS = sorted(FILES.keys() - {"library"})
ENDS_MS = NOW_MS + 600_000


def test_the_library_begins_with_its_name() -> None:
    assert library_source().startswith(f"#!lua name={LIBRARY}\n")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_file_holds_one_function_and_says_what_it_takes(name: str) -> None:
    registered = re.findall(r"^register\('(\w+)', (\w+)(?:, {'allow-oom'})?\)$", FILES[name], re.MULTILINE)
    assert registered == [(name, name)]
    assert FILES[name].startswith(f"--[[ {name}: ")
    for heading in ("\nKEYS  ", "\nARGV  ", "\nReturns  "):
        assert heading in FILES[name].partition("]]")[0]


async def test_every_function_is_known_to_the_server(commands: Commands, redis_url: str) -> None:
    del commands
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        found = set(re.findall(rf"{LIBRARY}_(\w+)", str(client.function_list())))
    assert found == set(FUNCTIONS)


async def test_a_full_server_goes_on_with_the_functions_that_it_has(
    commands: Commands, comments: Comments, redis_url: str
) -> None:
    async with memory_limit(commands, "1"):
        await commands.load_library()
        assert await comments.find("0" * 32) is None
        with redis.Redis.from_url(redis_url) as client:
            client.function_flush()
        with pytest.raises(StoreFull):
            await commands.load_library()


async def test_loading_twice_changes_nothing(commands: Commands, comments: Comments) -> None:
    await comments.record(a_comment(), due_ms=NOW_MS)
    await commands.load_library()
    assert len(await comments.standing(Status.PENDING, start=0, count=9)) == 1


async def test_lost_functions_come_back_unnoticed(commands: Commands, comments: Comments) -> None:
    for _ in range(3):
        await commands.run("FUNCTION", "FLUSH")
        await comments.record(a_comment(), due_ms=NOW_MS)
    assert len(await comments.standing(Status.PENDING, start=0, count=9)) == 3


async def test_lost_functions_come_back_for_many_calls_at_once(
    commands: Commands, comments: Comments
) -> None:
    await commands.run("FUNCTION", "FLUSH")
    posted = [a_comment(Outcome.APPROVE) for _ in range(200)]
    await asyncio.gather(*(comments.record(comment, due_ms=NOW_MS) for comment in posted))
    events = (await comments.events(after="", limit=999)).events
    assert sorted(event.entry.comment_id for event in events) == [comment.id for comment in posted]


async def test_functions_lost_while_calls_are_under_way_come_back(
    commands: Commands, comments: Comments
) -> None:
    posted = [a_comment() for _ in range(300)]
    calls: list[Awaitable[Any]] = [comments.record(comment, due_ms=NOW_MS) for comment in posted]
    for place in range(0, len(calls), 30):
        calls.insert(place, commands.run("FUNCTION", "FLUSH"))
    await asyncio.gather(*calls)
    assert len(await comments.standing(Status.PENDING, start=0, count=999)) == 300


async def test_one_wrong_command_harms_no_other_in_its_batch(commands: Commands) -> None:
    await commands.run("SET", "word", "fair")
    answers = await asyncio.gather(
        commands.run("GET", "word"),
        commands.run("LPUSH", "word", "x"),
        commands.run("NO SUCH COMMAND"),
        commands.run("GET", "word"),
        return_exceptions=True,
    )
    assert [answers[0], answers[3]] == ["fair", "fair"]
    assert isinstance(answers[1], StoreError)
    assert isinstance(answers[2], StoreError)


async def test_several_commands_together_fail_together(commands: Commands) -> None:
    await commands.run("SET", "word", "fair")
    assert await commands.run_all([("GET", "word"), ("GET", "none")]) == ["fair", None]
    with pytest.raises(StoreError):
        await commands.run_all([("GET", "word"), ("LPUSH", "word", "x")])


class Watched(Commands):
    """Commands whose every function call may touch the keys that it names, and no others."""

    def __init__(self, client: Client, admin: "redis.Redis") -> None:
        super().__init__(client)
        self._admin = admin
        self.called: set[str] = set()

    async def call(self, function: str, keys: Sequence[str], *args: str | float) -> list[Any]:
        self.called.add(function)
        self._admin.acl_setuser(
            "watched", enabled=True, nopass=True, reset_keys=True, keys=keys, commands=["+@all"]
        )
        return await super().call(function, keys, *args)

    async def run(self, *words: Any) -> Any:
        if words[0] not in {"FCALL", "EVAL"}:  # plain commands name their keys themselves
            self._admin.acl_setuser("watched", enabled=True, nopass=True, keys=["*"], commands=["+@all"])
        return await super().run(*words)


@pytest.fixture
async def watched(redis_url: str) -> AsyncIterator[Watched]:
    with redis.Redis.from_url(redis_url) as admin:
        admin.acl_setuser("watched", enabled=True, nopass=True, commands=["+@all"])
        commands = Watched(await connect(redis_url.replace("://", "://watched:any@")), admin)
        await commands.load_library()
        yield commands
        await commands.close()
        admin.acl_deluser("watched")


async def call_webhook_functions(watched: Watched, page: EventPage) -> None:
    hook = Hook(watched, "default", "cms")
    await hook.begin("")
    assert await hook.lease("token", NOW_MS, ENDS_MS)
    await hook.queue("0-0", page, NOW_MS)
    (due,) = await hook.due(NOW_MS, 1)
    await hook.give_up(due, Tries(1, NOW_MS, "410"), NOW_MS)
    assert await hook.resend(due.event_id, NOW_MS)


async def test_functions_touch_the_keys_that_they_are_given_and_no_others(watched: Watched) -> None:
    comments, queue = Comments(watched, "default", KEEPING), ReviewQueue(watched, "default", KEEPING)
    parent, comment = a_comment(Outcome.APPROVE), a_comment()
    limits = [Limit("address", "1", Rate(9, 60)), Limit("site", "default", Rate(9, 60))]
    request = Request("article-1", "alice", "1", limits, parent_id=parent.id, fingerprint="f", repeat_key="k")
    await comments.record(parent, due_ms=NOW_MS)
    assert isinstance(await admit(watched, comments.keys, request, NOW_MS), Admitted)
    await forget(watched, comments.keys, "k")
    await comments.record(comment, due_ms=NOW_MS, fingerprint="f", repeat_key="k")
    await comments.record(replace(comment, id="other"), due_ms=NOW_MS, fingerprint="f", repeat_key="k")
    (claim,) = await queue.claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=ENDS_MS)
    assert await queue.renew(comment.id, claim.token, now_ms=NOW_MS, expires_at_ms=ENDS_MS + 1)
    assert await queue.decide(comment, claim.token, approval("bob"), (FINE,)) == Decided()
    undone = await queue.undo(comment, "bob", any_verdict=False, now_ms=NOW_MS, expires_at_ms=ENDS_MS)
    assert isinstance(undone, Undone)
    assert undone.claim is not None
    assert await queue.release(comment.id, undone.claim.token, now_ms=NOW_MS)
    (claim,) = await queue.claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=ENDS_MS, only=[comment.id])
    assert await queue.decide(comment, claim.token, rejection("bob"), (SPAM,)) == Decided()
    assert await comments.appeal(comment, Appeal("Why?", NOW_MS), due_ms=NOW_MS) == "opened"
    reopened = await Past(watched, "default", KEEPING).reopen(
        parent, "bob", now_ms=NOW_MS, expires_at_ms=ENDS_MS, due_ms=NOW_MS
    )
    assert isinstance(reopened, Claim)
    await comments.ban(comment, Ban(BanTarget.AUTHOR, "bob", NOW_MS, until_ms=0, reason="flood"))
    assert await comments.lift_ban(comment, BanTarget.AUTHOR, by="bob", now_ms=NOW_MS)
    assert await Articles(watched, "default").set("article-1", by="erin", now_ms=NOW_MS, mode="closed")
    assert await Hours(watched, "default").add("", "1-0", {7: {"opened": 1}, 8: {"closed": 1}})
    change = Change(ChangeOf.SETTINGS, "", "erin", NOW_MS, {"leak": "1%"}, {"leak": "2%"})
    assert await SettingsStore(watched, "default").set(FIRST_VERSION, {"leak": "2%"}, change)
    assert await comments.erase(comment, NOW_MS)
    await call_webhook_functions(watched, await comments.events(after="", limit=10))
    people, bob = People(watched), Moderator("bob", Role.MODERATOR, "hash", NOW_MS)
    await people.add_moderator(bob)
    assert await people.replace_password(bob, "another hash")
    assert sorted(watched.called) == FUNCTIONS


async def test_a_key_that_was_not_given_would_be_noticed(watched: Watched) -> None:
    with pytest.raises(StoreError, match="key"):
        await watched.run("EVAL", "return redis.call('GET', 'another key')", 0)
