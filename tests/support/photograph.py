"""Where a comment stands, as every key of the store has it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.comment import Comment, Status
from service.store import records
from service.store.commands import Commands
from service.store.keys import SiteKeys


@dataclass(frozen=True)
class Photograph:
    """Everything that the store has of a comment but its claim, its audit entries and its events."""

    comment: Comment | None
    on_site: Mapping[Status, float]
    """The statuses under which it stands, and since when (ms)."""
    of_author: Mapping[Status, float]
    published: bool
    due_ms: float | None
    recused: str | None


async def photograph(commands: Commands, comment: Comment) -> Photograph:
    """Every place of the comment."""
    keys = SiteKeys(comment.site)
    fields, due_ms, recused, published, *since = await asyncio.gather(
        commands.run("HGETALL", keys.comment(comment.id)),
        commands.run("ZSCORE", keys.queue, comment.id),
        commands.run("HGET", keys.recused, comment.id),
        commands.run("ZSCORE", keys.published(comment.article_id), comment.id),
        *(commands.run("ZSCORE", keys.comments(status), comment.id) for status in Status),
        *(commands.run("ZSCORE", keys.author(comment.author_key, status), comment.id) for status in Status),
    )
    places = len(Status)
    return Photograph(
        comment=records.read_comment(fields),
        on_site=_where_it_stands(since[:places]),
        of_author=_where_it_stands(since[places:]),
        published=published is not None,
        due_ms=due_ms,
        recused=recused,
    )


def _where_it_stands(since: Sequence[float | None]) -> dict[Status, float]:
    return {status: at_ms for status, at_ms in zip(Status, since, strict=True) if at_ms is not None}
