"""Articles: what is known of them, and who set it."""

from service.domain.change import Change, ChangeOf
from service.domain.comment import Outcome
from service.domain.policy import ArticleMode
from service.store.articles import Article, Articles, Standing
from service.store.changes import Changes
from service.store.commands import Commands
from service.store.comments import Comments
from tests.support.comments import NOW_MS, a_comment

TITLED = {"mode": "review", "title": "A title", "url": "https://news.example/1"}


async def test_an_article_is_kept_as_it_was_set(commands: Commands) -> None:
    articles = Articles(commands, "default")
    assert await articles.set("article-1", by="erin", now_ms=NOW_MS, **TITLED)
    kept = Article("article-1", ArticleMode.REVIEW, "A title", "https://news.example/1")
    assert await articles.find("article-1") == kept
    assert await articles.find("article-9") == Article("article-9")
    assert await articles.standing(["article-1", "article-9"]) == [
        Standing(kept, 0, ""),
        Standing(Article("article-9"), 0, ""),
    ]
    assert await articles.set_lately(9) == ["article-1"]


async def test_a_change_tells_who_set_what_from_what_to_what_and_no_change_tells_nothing(
    commands: Commands,
) -> None:
    articles, changes = Articles(commands, "default"), Changes(commands, "default")
    assert await articles.set("article-1", by="cms", now_ms=NOW_MS, **TITLED)
    assert await articles.set("article-1", by="erin", now_ms=NOW_MS + 1, mode="none")
    assert not await articles.set("article-1", by="erin", now_ms=NOW_MS + 2, mode="none")
    assert not await articles.set("article-2", by="erin", now_ms=NOW_MS + 2, mode="open")
    last, first = await changes.latest(9)
    assert last == Change(
        ChangeOf.ARTICLE, "article-1", "erin", NOW_MS + 1, {"mode": "review"}, {"mode": "none"}
    )
    assert (first.before, first.after) == ({"mode": "open", "title": "", "url": ""}, TITLED)


async def test_where_there_shall_be_none_no_comment_is_shown_until_there_shall_be_again(
    commands: Commands, comments: Comments
) -> None:
    comment = a_comment(Outcome.APPROVE)
    await comments.record(comment, due_ms=NOW_MS)
    articles = Articles(commands, "default")
    await articles.set("article-1", by="erin", now_ms=NOW_MS, mode="none")
    assert await comments.under_article("article-1", after="", limit=9) == []
    await articles.set("article-1", by="erin", now_ms=NOW_MS, mode="closed")
    assert await comments.under_article("article-1", after="", limit=9) == [comment]
    (standing,) = await articles.standing(["article-1"])
    assert (standing.published, standing.last_id) == (1, comment.id)
