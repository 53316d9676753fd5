"""Comments: kept, found, listed, appealed against, erased."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from service.domain.comment import Appeal, Ban, BanTarget, Comment, Outcome, Status
from service.domain.journal import (
    Entry,
    appeal_entry,
    ban_entry,
    decision_entry,
    erasure_entry,
    lift_entry,
)
from service.domain.likeness import alike, bands
from service.domain.policy import ArticleMode
from service.store import records
from service.store.commands import Commands
from service.store.keys import SiteKeys

IDEMPOTENCY_MS = 86_400_000
"""A request may be sent again, to the same result, for a day."""
_DAY_MS = 86_400_000
_ALIKE_DAYS = 7
"""For so long a comment is known to be a copy of another."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a site keeps things, in milliseconds."""

    rejected_ms: int
    decisions_ms: int
    duplicates_ms: int


@dataclass(frozen=True, slots=True)
class Event:
    """An audit entry in the outbox. Ids grow; one that was seen is a cursor."""

    id: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class EventPage:
    """Events that follow one another in the outbox; what can't be read is left out, and passed over."""

    events: list[Event]
    found: int
    """How many there are of them in the outbox, read or not; fewer than asked for are the last."""
    next: str
    """The id of the last one, read or not; the cursor that was asked with when there was none."""


def read_events(found: Sequence[tuple[str, dict[str, str]]], cursor: str) -> EventPage:
    """Return the events that Redis found from a cursor on, in the same order."""
    read = [(event_id, records.read_entry(fields.get("entry", ""), event_id)) for event_id, fields in found]
    events = [Event(event_id, entry) for event_id, entry in read if entry]
    return EventPage(events, len(found), found[-1][0] if found else cursor)


class Comments:
    """One site's comments."""

    def __init__(self, commands: Commands, site: str, keeping: Keeping) -> None:
        self._commands = commands
        self.keys = SiteKeys(site)
        self._keeping = keeping

    async def record(
        self, comment: Comment, *, due_ms: int, fingerprint: str = "", repeat_key: str = ""
    ) -> str | None:
        """Keep a decided comment with its audit entry and event, all or nothing.

        Returns the id of the comment that said the same when there was one meanwhile, else `None`.
        """
        keys = self.keys
        answer = await self._commands.call(
            "record",
            [
                *keys.new_places(comment),
                keys.idempotency(repeat_key),
                keys.said(fingerprint),
                keys.alike(comment.created_at_ms // _DAY_MS),
            ],
            comment.id,
            comment.created_at_ms,
            comment.status,
            comment.case,
            due_ms,
            self._keeping.rejected_ms,
            comment.created_at_ms - self._keeping.decisions_ms,
            records.write_entry(decision_entry(comment)),
            self._keeping.duplicates_ms if fingerprint else 0,
            IDEMPOTENCY_MS if repeat_key else 0,
            " ".join(_alike_members(comment)),
            _ALIKE_DAYS * _DAY_MS + _DAY_MS,
            comment.article_id,
            records.write_posted(comment),
            records.write_reasons(comment.reasons),
        )
        return answer[1] if answer[0] == "duplicate" else None

    async def find(self, comment_id: str) -> Comment | None:
        """Return a comment, `None` when there is none with this id."""
        return records.read_comment(await self._commands.run("HGETALL", self.keys.comment(comment_id)))

    async def find_all(self, comment_ids: Sequence[str]) -> list[Comment]:
        """Return the comments that there are, in the order of their ids."""
        if not comment_ids:
            return []
        found = await self._commands.run_all([("HGETALL", self.keys.comment(each)) for each in comment_ids])
        return [comment for fields in found if (comment := records.read_comment(fields))]

    async def copies(self, comment: Comment, now_ms: int, limit: int) -> list[Comment]:
        """Return comments of the last days that say the same but for small changes, the latest first."""
        words = bands(comment.text)
        today = now_ms // _DAY_MS
        days = range(today, today - _ALIKE_DAYS, -1)
        asked = [
            ("ZRANGE", self.keys.alike(day), f"({word};", f"[{word}:", "BYLEX", "REV", "LIMIT", 0, limit)
            for word in words
            for day in days
        ]
        found = await self._commands.run_all(asked) if asked else []
        ids = {member.partition(":")[2] for members in found for member in members} - {comment.id}
        others = await self.find_all(sorted(ids, reverse=True)[: 2 * limit])
        return [other for other in others if alike(comment.text, other.text)][:limit]

    async def under_article(self, article_id: str, *, after: str, limit: int) -> list[Comment]:
        """Return the comments shown: approved, in the order of posting, those after the id `after`."""
        start = f"({after}" if after else "-"
        published = self.keys.published(article_id)
        mode, ids = await self._commands.run_all(
            [
                ("HGET", self.keys.article(article_id), "mode"),
                ("ZRANGE", published, start, "+", "BYLEX", "LIMIT", 0, limit),
            ]
        )
        return [] if mode == ArticleMode.NONE else await self.find_all(ids)

    async def of_author(self, author_key: str, status: Status, limit: int) -> tuple[int, list[Comment]]:
        """Return how many of an author's comments stand so, and the latest of them."""
        key = self.keys.author(author_key, status)
        count, ids = await self._commands.run_all([("ZCARD", key), ("ZRANGE", key, 0, limit - 1, "REV")])
        return count, await self.find_all(ids)

    async def standing(self, status: Status, *, start: int, count: int) -> list[Comment]:
        """Return comments that stand so, in the order in which they came to."""
        key = self.keys.comments(status)
        return await self.find_all(await self._commands.run("ZRANGE", key, start, start + count - 1))

    async def in_chunks(self, count: int, author_key: str = "") -> AsyncIterator[list[Comment]]:
        """Yield every kept comment, or every one of an author, some at a time.

        The latest first: what has expired leaves at the other end, so that nothing moves up and is left out.
        """
        for status in Status:
            start = 0
            key = self.keys.author(author_key, status) if author_key else self.keys.comments(status)
            while ids := await self._commands.run("ZRANGE", key, start, start + count - 1, "REV"):
                yield await self.find_all(ids)
                start += count

    async def audit(self, comment_id: str) -> list[Entry]:
        """Return what happened to a comment, oldest first."""
        entries = await self._commands.run("LRANGE", self.keys.audit(comment_id), 0, -1)
        return records.read_audit(entries, comment_id)

    async def events(self, *, after: str, limit: int) -> EventPage:
        """Return what happened on the site after the event `after`, oldest first."""
        start = f"({after}" if after else "-"
        found = await self._commands.run("XRANGE", self.keys.decisions, start, "+", "COUNT", limit)
        return read_events(found, after)

    async def event(self, event_id: str) -> Event | None:
        """Return one event, `None` when it has expired or can't be read."""
        found = await self._commands.run("XRANGE", self.keys.decisions, event_id, event_id)
        return next(iter(read_events(found, event_id).events), None)

    async def last_event_id(self) -> str:
        """Return the id of the latest event, empty when there is none."""
        found = await self._commands.run("XREVRANGE", self.keys.decisions, "+", "-", "COUNT", 1)
        return str(found[0][0]) if found else ""

    async def appeal(self, comment: Comment, appeal: Appeal, *, due_ms: int) -> str:
        """Open a case against a rejection: `opened`, `gone`, `not_rejected` or `already`."""
        answer = await self._commands.call(
            "appeal",
            self.keys.places(comment),
            comment.id,
            appeal.at_ms,
            records.write_appeal(appeal),
            due_ms,
            appeal.at_ms - self._keeping.decisions_ms,
            records.write_entry(appeal_entry(comment, appeal.at_ms)),
        )
        return str(answer[0])

    async def ban(self, comment: Comment, ban: Ban) -> None:
        """Keep the author of a comment, or its address, from commenting."""
        who = _banned(comment, ban.target)
        await self._commands.call(
            "ban",
            [*self.keys.places(comment), self.keys.ban(who), self.keys.bans],
            ban.by,
            ban.at_ms,
            ban.until_ms,
            ban.reason,
            ban.at_ms - self._keeping.decisions_ms,
            records.write_entry_without_status(ban_entry(comment, ban)),
            who,
            ban.target,
            comment.id,
            comment.article_id,
        )

    async def lift_ban(self, comment: Comment, target: BanTarget, *, by: str, now_ms: int) -> bool:
        """End a ban; false when there was none."""
        return await self.lift(_banned(comment, target), lift_entry(comment, by, now_ms))

    async def lift(self, who: str, entry: Entry) -> bool:
        """End the ban of an author or an address by its opaque word; false when there was none."""
        keys = self.keys
        answer = await self._commands.call(
            "lift",
            [
                keys.comment(entry.comment_id),
                keys.audit(entry.comment_id),
                keys.decisions,
                keys.ban(who),
                keys.bans,
            ],
            entry.at_ms - self._keeping.decisions_ms,
            records.write_entry_without_status(entry),
            who,
        )
        return bool(answer[0] == "lifted")

    async def erase(self, comment: Comment, now_ms: int) -> bool:
        """Remove a comment and all that was kept of it; false when it was gone already."""
        entry = records.write_entry(erasure_entry(comment, now_ms))
        answer = await self._commands.call(
            "erase",
            [*self.keys.places(comment), self.keys.alike(comment.created_at_ms // _DAY_MS)],
            comment.id,
            now_ms - self._keeping.decisions_ms,
            entry,
            *_alike_members(comment),
        )
        return bool(answer[0] == "erased")


def _alike_members(comment: Comment) -> list[str]:
    """Return what finds a comment among its copies; only what came into the queue is looked for."""
    if comment.decision.outcome is not Outcome.REVIEW:
        return []
    return [f"{word}:{comment.id}" for word in bands(comment.text)]


def _banned(comment: Comment, target: BanTarget) -> str:
    return comment.author_key if target is BanTarget.AUTHOR else comment.address_key
