"""What readers and sites may see: published comments, where one comment stands, what happened on the site."""

from dataclasses import dataclass

from service.domain.clock import Clock
from service.domain.comment import Appeal, Comment, Status
from service.domain.seal import Seal
from service.domain.submission import FieldError, is_blank
from service.domain.urgency import due_ms
from service.sites import Site
from service.store.comments import EventPage
from service.usecases.refusals import InvalidError, NotFoundError, RefusedError

PAGE = 50
PAGE_MAX = 200
APPEAL_MAX = 2_000
APPEAL_WITHIN_MS = 183 * 86_400_000
"""Six months, as article 20 of the EU's Digital Services Act has it."""
APPEAL_URGENCY = 0.75


@dataclass(frozen=True, slots=True)
class Page:
    """Some comments, and where the next ones begin: empty when these are the last."""

    comments: list[Comment]
    next: str


async def kept_comment(site: Site, comment_id: str) -> Comment:
    """Return a comment of a site.

    Raises
    ------
    NotFoundError
        When there is no such comment, or none any more.
    """
    comment = await site.comments.find(comment_id)
    if comment is None:
        raise NotFoundError("comment")
    return comment


class Reading:
    """Answers what may be seen without being a moderator."""

    def __init__(self, seal: Seal, clock: Clock) -> None:
        self._seal = seal
        self._clock = clock

    async def under_article(self, site: Site, article_id: str, after: str, limit: int = PAGE) -> Page:
        """Return the approved comments of an article, oldest first."""
        comments = await site.comments.under_article(article_id, after=after, limit=limit + 1)
        return Page(comments[:limit], comments[limit - 1].id if len(comments) > limit else "")

    async def events(self, site: Site, after: str, limit: int) -> EventPage:
        """Return decisions and verdicts after a cursor, oldest first; none only when there are no more."""
        page = await site.comments.events(after=after, limit=limit)
        while page.found and not page.events:
            page = await site.comments.events(after=page.next, limit=limit)
        return page

    async def own_comment(self, site: Site, comment_id: str, token: str) -> Comment:
        """Return a comment to whoever holds the token of its status address.

        Raises
        ------
        NotFoundError
            When there is no such comment or the token is another one: outsiders learn no difference.
        """
        if not self._seal.fits("status", comment_id, token):
            raise NotFoundError("comment")
        return await kept_comment(site, comment_id)

    def status_token(self, comment_id: str) -> str:
        """Return the token of a comment's status address."""
        return self._seal.word("status", comment_id)

    def may_appeal(self, comment: Comment) -> bool:
        """Whether the commenter can object now."""
        recent = self._clock() - comment.created_at_ms < APPEAL_WITHIN_MS
        return comment.status is Status.REJECTED and comment.appeal is None and recent

    async def appeal(self, site: Site, comment: Comment, text: str) -> Comment:
        """Open a case for another moderator and return the comment with it."""
        appeal = Appeal(_checked(text), self._clock())
        if appeal.at_ms - comment.created_at_ms >= APPEAL_WITHIN_MS:
            raise RefusedError(409, "appeal_too_late", "An appeal is possible for six months.")
        due = due_ms(appeal.at_ms, APPEAL_URGENCY)
        match await site.comments.appeal(comment, appeal, due_ms=due):
            case "already":
                raise RefusedError(409, "appealed_before", "You have already appealed against this decision.")
            case "not_rejected":
                raise RefusedError(409, "not_rejected", "Only a comment that was refused can be appealed.")
            case "gone":
                raise NotFoundError("comment")
        return await kept_comment(site, comment.id)


def _checked(text: str) -> str:
    words = text.strip()
    if is_blank(words):
        raise InvalidError([FieldError("text", "Please say why the comment should stand.")])
    if len(words) > APPEAL_MAX:
        message = f"Too long: at most {APPEAL_MAX:,} characters, got {len(words):,}."
        raise InvalidError([FieldError("text", message)])
    return words
