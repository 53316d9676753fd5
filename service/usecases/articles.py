"""Articles: how comments on each are treated, who set it so, and where there is much to do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.change import Change, ChangeOf
from service.domain.clock import Clock
from service.domain.comment import Comment
from service.domain.journal import EntryType
from service.domain.policy import ArticleMode
from service.sites import Site
from service.store.articles import Standing
from service.store.people import Moderator
from service.usecases.refusals import RefusedError, one_of

_LATELY = 1_000
"""So many of the latest events tell which articles are talked about."""
_LISTED = 100
_CHANGES = 1_000


@dataclass(frozen=True, slots=True)
class Talk:
    """An article, and how many of the site's latest comments were about it."""

    standing: Standing
    lately: int


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """Everything about one article."""

    standing: Standing
    changes: list[Change]


class Articles:
    """Tells of articles, and sets them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def talked_about(self, site: Site) -> list[Talk]:
        """Return the articles of the latest comments, the busiest first, then others that were set."""
        page = await site.past.events(before="", limit=_LATELY)
        posted = [event.entry for event in page.events if event.entry.type is EntryType.DECISION]
        lately = Counter(entry.article_id for entry in posted)
        last = {entry.article_id: entry.comment_id for entry in reversed(posted)}
        ids = [article_id for article_id, _ in lately.most_common(_LISTED)]
        ids += [each for each in await site.articles.set_lately(_LISTED) if each not in lately]
        standings = await site.articles.standing(ids)
        standings = [replace(each, last_id=last.get(each.article.id, each.last_id)) for each in standings]
        return [Talk(each, lately[each.article.id]) for each in await self._titled(site, standings)]

    async def file(self, site: Site, article_id: str) -> ArticleFile:
        """Return everything about an article, heard of before or not."""
        (standing,) = await site.articles.standing([article_id])
        if not standing.last_id and not standing.article.title:
            standing = replace(standing, last_id=await self._last_about(site, article_id))
        (standing,) = await self._titled(site, [standing])
        changes = await site.changes.latest(_CHANGES)
        own = [each for each in changes if (each.what, each.subject) == (ChangeOf.ARTICLE, article_id)]
        return ArticleFile(standing, own)

    async def titles(self, site: Site, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the titles of articles by id, empty where none is known."""
        titled = await self._titled(site, await site.articles.standing(article_ids))
        return {each.article.id: each.article.title for each in titled}

    async def set_mode(self, site: Site, moderator: Moderator, article_id: str, mode: str) -> None:
        """Treat comments on an article so from now on.

        Raises
        ------
        RefusedError
            403 for a moderator who is no editor.
        InvalidError
            When there is no such mode.
        """
        if not moderator.is_editor:
            raise RefusedError(403, "editors_only", "Editors set articles.")
        wanted = one_of(ArticleMode, "mode", mode)
        await site.articles.set(article_id, by=moderator.name, now_ms=self._clock(), mode=wanted)

    async def _last_about(self, site: Site, article_id: str) -> str:
        """Return one of the site's latest comments on an article, published or not."""
        page = await site.past.events(before="", limit=_LATELY)
        found = (event.entry.comment_id for event in page.events if event.entry.article_id == article_id)
        return next(found, "")

    async def _titled(self, site: Site, standings: list[Standing]) -> list[Standing]:
        """Return the same; an article whose title was never set has that of the latest comment."""
        asked = [each.last_id for each in standings if each.last_id and not each.article.title]
        comments = {comment.id: comment for comment in await site.comments.find_all(asked)}
        return [_titled(each, comments.get(each.last_id)) for each in standings]


def _titled(standing: Standing, last: Comment | None) -> Standing:
    if last is None:
        return standing
    known = standing.article
    article = replace(known, title=last.article_title, url=known.url or last.article_url)
    return replace(standing, article=article)
