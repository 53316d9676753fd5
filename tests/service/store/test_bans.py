"""What bans leave in the audit trail and the outbox."""

from service.domain.comment import Ban, BanTarget, Outcome, Status
from service.domain.journal import EntryType
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.keys import SiteKeys
from service.store.review_queue import Decided, ReviewQueue
from tests.support.comments import NOW_MS, SPAM, a_comment, rejection

BAN = Ban(BanTarget.AUTHOR, "bob", NOW_MS, until_ms=0, reason="flood")


async def test_a_ban_and_its_end_tell_where_the_comment_stands_whatever_was_read_before(
    comments: Comments, queue: ReviewQueue
) -> None:
    read_before = a_comment()
    await comments.record(read_before, due_ms=NOW_MS)
    (claim,) = await queue.claim("bob", limit=1, now_ms=NOW_MS, expires_at_ms=NOW_MS + 60_000)
    assert await queue.decide(read_before, claim.token, rejection("bob"), (SPAM,)) == Decided()
    await comments.ban(read_before, BAN)
    assert await comments.lift_ban(read_before, BanTarget.AUTHOR, by="bob", now_ms=NOW_MS)
    told = [event.entry for event in (await comments.events(after="", limit=10)).events][-2:]
    assert [(entry.type, entry.status, entry.reasons) for entry in told] == [
        (EntryType.BAN, Status.REJECTED, ()),
        (EntryType.LIFT, Status.REJECTED, ()),
    ]
    assert (await comments.audit(read_before.id))[-2:] == told


async def test_a_ban_for_a_comment_that_is_gone_keeps_nothing_of_it_but_the_event(
    commands: Commands, comments: Comments
) -> None:
    gone = a_comment(Outcome.APPROVE)
    await comments.record(gone, due_ms=NOW_MS)
    assert await comments.erase(gone, NOW_MS)
    await comments.ban(gone, BAN)
    (event,) = (await comments.events(after="", limit=10)).events[2:]
    assert (event.entry.type, event.entry.status) == (EntryType.BAN, Status.REJECTED)
    assert await commands.run("EXISTS", SiteKeys("default").audit(gone.id)) == 0
