"""Where a comment stands, as every key of the store has it."""

from dataclasses import dataclass

from service.domain.comment import Comment, Status
from service.store import records
from service.store.commands import Commands
from service.store.keys import SiteKeys


@dataclass(frozen=True)
class Photograph:
    """Everything that the store has of a comment but its claim, its audit entries and its events."""

    comment: Comment | None
    on_site: dict[Status, float]
    """The statuses under which it stands, and since when (ms)."""
    of_author: dict[Status, float]
    published: bool
    due_ms: float | None
    recused: str | None


async def photograph(commands: Commands, comment: Comment) -> Photograph:
    """Every place of the comment, read one by one."""
    keys = SiteKeys(comment.site)
    on_site = {status: await commands.run("ZSCORE", keys.comments(status), comment.id) for status in Status}
    of_author = {
        status: await commands.run("ZSCORE", keys.author(comment.author_key, status), comment.id)
        for status in Status
    }
    return Photograph(
        comment=records.read_comment(await commands.run("HGETALL", keys.comment(comment.id))),
        on_site={status: since for status, since in on_site.items() if since is not None},
        of_author={status: since for status, since in of_author.items() if since is not None},
        published=await commands.run("ZSCORE", keys.published(comment.article_id), comment.id) is not None,
        due_ms=await commands.run("ZSCORE", keys.queue, comment.id),
        recused=await commands.run("HGET", keys.recused, comment.id),
    )
