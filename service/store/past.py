"""What happened on a site, read backwards; and cases opened again on what stands there."""

import secrets
from dataclasses import dataclass

from service.domain.comment import Comment
from service.domain.journal import reopen_entry
from service.store import records
from service.store.commands import Commands
from service.store.comments import EventPage, Keeping, read_events
from service.store.keys import SiteKeys
from service.store.review_queue import Claim, Gone


@dataclass(frozen=True, slots=True)
class AlreadyOpen:
    """The comment waits for a verdict already."""


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """A moderator decided; that verdict can be undone."""

    by: str


_BEGINNING = "0-0"
"""Before every event; Redis takes no smaller id."""

ReopenResult = Claim | AlreadyOpen | DecidedBy | Gone


class Past:
    """One site's past."""

    def __init__(self, commands: Commands, site: str, keeping: Keeping) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)
        self._keeping = keeping

    async def events(self, *, before: str, limit: int) -> EventPage:
        """Return what happened before an event, or before a time in ms; the latest first, empty: from now."""
        if before == _BEGINNING:
            return EventPage([], 0, before)
        end = f"({before}" if before else "+"
        found = await self._commands.run("XREVRANGE", self._keys.decisions, end, "-", "COUNT", limit)
        return read_events(found, before)

    async def reopen(
        self, comment: Comment, by: str, *, now_ms: int, expires_at_ms: int, due_ms: int
    ) -> ReopenResult:
        """Open a case on what the policy decided and return the caller's claim of it."""
        token = secrets.token_urlsafe(18)
        answer = await self._commands.call(
            "reopen",
            self._keys.places(comment),
            comment.id,
            now_ms,
            by,
            token,
            expires_at_ms,
            due_ms,
            now_ms - self._keeping.decisions_ms,
            records.write_unfinished_entry(reopen_entry(comment, by, now_ms)),
        )
        match answer:
            case ["gone"]:
                return Gone()
            case ["open"]:
                return AlreadyOpen()
            case ["decided", decided_by]:
                return DecidedBy(str(decided_by))
        return Claim(comment.id, by, token, expires_at_ms)
