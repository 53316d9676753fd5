"""`fairword erase`: nothing of an author is left out."""

import asyncio

import redis

from service.domain.comment import Appeal, Comment, Outcome, Status
from service.domain.seal import Seal
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.connection import connect
from service.store.keys import SiteKeys
from tests.service.cli.conftest import SECRET, Fairword
from tests.support.comments import KEEPING, NOW_MS, a_comment


async def appealed(url: str, comment: Comment) -> None:
    """A rejected comment waits for somebody to answer its appeal."""
    commands = Commands(await connect(url))
    await commands.load_library()
    comments = Comments(commands, "default", KEEPING)
    await comments.record(comment, due_ms=NOW_MS)
    assert await comments.appeal(comment, Appeal("Why?", NOW_MS), due_ms=NOW_MS) == "opened"
    await commands.close()


def test_what_stands_behind_very_many_that_have_expired_is_found(
    fairword: Fairword, embedded_valkey: str
) -> None:
    author = Seal(SECRET).word("author", "name:alice")
    asyncio.run(appealed(embedded_valkey, a_comment(Outcome.REJECT, author=author)))
    with redis.Redis.from_url(embedded_valkey) as client:
        expired = {f"expired {number}": NOW_MS + 1 + number for number in range(1_200)}
        client.zadd(SiteKeys("default").author(author, Status.REJECTED), expired)
        assert "Erased 1 comment." in fairword("erase", "--site", "default", "--author", "Alice").output
        assert not client.keys(SiteKeys("default").comment("*"))
