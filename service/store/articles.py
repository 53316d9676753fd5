"""Articles: how comments on them are treated, and what stands under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.policy import ArticleMode
from service.store.commands import Commands
from service.store.keys import SiteKeys


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article."""

    id: str
    mode: ArticleMode = ArticleMode.OPEN
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An article, and how much is published under it."""

    article: Article
    published: int
    last_id: str
    """The latest published comment, empty when there is none."""


class Articles:
    """One site's articles."""

    def __init__(self, commands: Commands, site: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)

    async def set(self, article_id: str, *, by: str, now_ms: int, **known: str) -> bool:
        """Keep what is known of an article: `mode`, `title`, `url`; false when it was all so before."""
        keys = [self._keys.article(article_id), self._keys.articles, self._keys.changes]
        pairs = [word for pair in known.items() for word in pair]
        answer = await self._commands.call("set_article", keys, article_id, now_ms, by, *pairs)
        return bool(answer[0] == "changed")

    async def find(self, article_id: str) -> Article:
        """Return what is known of an article; one that was never heard of is open."""
        return _article(article_id, await self._commands.run("HGETALL", self._keys.article(article_id)))

    async def set_lately(self, limit: int) -> list[str]:
        """Return the articles of which something was set, the latest first."""
        found: list[str] = await self._commands.run("ZRANGE", self._keys.articles, 0, limit - 1, "REV")
        return found

    async def standing(self, article_ids: Sequence[str]) -> list[Standing]:
        """Return how articles stand, in the same order; one that was never heard of is open and empty."""
        if not article_ids:
            return []
        asked = [
            command
            for each in article_ids
            for command in (
                ("HGETALL", self._keys.article(each)),
                ("ZCARD", self._keys.published(each)),
                ("ZRANGE", self._keys.published(each), -1, -1),
            )
        ]
        answers = await self._commands.run_all(asked)
        found = zip(article_ids, answers[::3], answers[1::3], answers[2::3], strict=True)
        return [Standing(_article(each, kept), count, "".join(last)) for each, kept, count, last in found]


def _article(article_id: str, kept: dict[str, str]) -> Article:
    mode = ArticleMode(kept.get("mode", ArticleMode.OPEN))
    return Article(article_id, mode, kept.get("title", ""), kept.get("url", ""))
