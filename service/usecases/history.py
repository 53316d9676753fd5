"""History: every decision and verdict, found again, and reopened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.clock import Clock
from service.domain.comment import CaseKind, Comment, Status
from service.domain.ids import event_ms
from service.domain.journal import Entry, EntryType
from service.domain.urgency import due_ms
from service.sites import Site
from service.store import past
from service.store.comments import Event
from service.store.people import Moderator
from service.store.review_queue import Gone
from service.usecases.case_filter import has_words
from service.usecases.read import kept_comment
from service.usecases.refusals import NotFoundError, RefusedError
from service.usecases.review import LEASE_MS
from service.usecases.ruling import may_undo

PAGE = 30
_CHUNK = 500
_AT_ONCE = 100
_READ_MOST = 10_000
"""So many events are read for one page at most; then the reader is asked whether to go on."""
_REOPENED_URGENCY = 0.75


@dataclass(frozen=True, slots=True)
class Search:
    """What to find; empty fields let everything through."""

    type: str = ""
    status: str = ""
    by: str = ""
    reason: str = ""
    article_id: str = ""
    author_key: str = ""
    words: str = ""
    """All of these stand in the text, the author's name or the article's title."""

    def fits_entry(self, entry: Entry) -> bool:
        """Whether an entry may be wanted, as far as it tells by itself."""
        return (
            self.type in {"", entry.type}
            and self.status in {"", entry.status}
            and self.by in {"", entry.by}
            and self.article_id in {"", entry.article_id}
            and (not self.reason or any(self.reason == reason.code for reason in entry.reasons))
        )

    def fits(self, entry: Entry, comment: Comment | None) -> bool:
        """Whether what happened is wanted, to a comment that is gone only when nothing is asked of that."""
        if comment is None:
            return self.fits_entry(entry) and not (self.author_key or self.words)
        is_wanted = self.author_key in {"", comment.author_key} and has_words(comment, self.words)
        return self.fits_entry(entry) and is_wanted


@dataclass(frozen=True, slots=True)
class Row:
    """Something that happened, and the comment as it stands now; `None` when it is gone."""

    event: Event
    comment: Comment | None

    @property
    def is_standing_verdict(self) -> bool:
        """Whether this is the verdict by which the comment stands, and nobody looks at it again."""
        verdict, entry = self.comment and self.comment.standing_verdict, self.event.entry
        told = (EntryType.VERDICT, verdict.by, verdict.at_ms) if verdict else None
        return (entry.type, entry.by, entry.at_ms) == told

    def may_undo(self, moderator: Moderator) -> bool:
        """Whether a moderator may take this verdict back."""
        return self.comment is not None and self.is_standing_verdict and may_undo(self.comment, moderator)

    @property
    def may_reopen(self) -> bool:
        """Whether this is the policy's decision, and it stands."""
        comment = self.comment
        return (
            self.event.entry.type is EntryType.DECISION
            and comment is not None
            and comment.verdict is None
            and comment.case is CaseKind.NONE
            and comment.status is not Status.PENDING
        )


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What was found, the latest first."""

    rows: list[Row]
    next: str = ""
    """Where to go on, empty when there is nothing earlier."""
    read_back_to_ms: int | None = None
    """Set when the search stopped before the page was full: how far back it has read."""


class History:
    """Finds what happened, and has it looked at again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def page(self, site: Site, search: Search, before: str) -> HistoryPage:
        """Return what happened before an event, or a time in milliseconds, and fits the search."""
        rows: list[Row] = []
        read = 0
        while (page := await site.past.events(before=before, limit=_CHUNK)).found:
            for row in await self._fitting(site, search, page.events):
                rows.append(row)
                if len(rows) == PAGE:
                    return HistoryPage(rows, next=row.event.id)
            read, before = read + page.found, page.next
            if page.found < _CHUNK:
                break
            if read >= _READ_MOST:
                return HistoryPage(rows, before, read_back_to_ms=event_ms(before))
        return HistoryPage(rows)

    async def reopen(self, site: Site, moderator: Moderator, comment_id: str) -> None:
        """Open a case on what the policy decided; it is the caller's.

        Raises
        ------
        RefusedError
            409 when it waits already, or when a moderator decided.
        """
        comment = await kept_comment(site, comment_id)
        now_ms = self._clock()
        result = await site.past.reopen(
            comment,
            moderator.name,
            now_ms=now_ms,
            expires_at_ms=now_ms + LEASE_MS,
            due_ms=due_ms(now_ms, _REOPENED_URGENCY),
        )
        match result:
            case past.AlreadyOpen():
                raise RefusedError(409, "already_open", "This comment waits for a verdict already.")
            case past.DecidedBy(by):
                detail = f"{by} decided this comment. The verdict can be undone, not reopened."
                raise RefusedError(409, "already_decided", detail, decided_by=by)
            case Gone():
                raise NotFoundError("comment")

    async def _fitting(self, site: Site, search: Search, events: Sequence[Event]) -> list[Row]:
        """Return what is wanted of these, as far as a page may need it."""
        likely = [event for event in events if search.fits_entry(event.entry)]
        rows: list[Row] = []
        for start in range(0, len(likely), _AT_ONCE):  # others get their turn in between
            some = likely[start : start + _AT_ONCE]
            ids = list({event.entry.comment_id: None for event in some})
            comments = {comment.id: comment for comment in await site.comments.find_all(ids)}
            found = [_row(event, comments.get(event.entry.comment_id)) for event in some]
            rows += [row for row in found if search.fits(row.event.entry, row.comment)]
            if len(rows) >= PAGE:
                break
        return rows


def _row(event: Event, comment: Comment | None) -> Row:
    """Return what happened, blind as long as somebody is to decide it so."""
    if comment is None or comment.case is not CaseKind.SAMPLE:
        return Row(event, comment)
    return Row(replace(event, entry=event.entry.blinded), comment.blinded)
