"""The open cases, read from the queue some at a time."""

from collections.abc import AsyncIterator

from service.domain.comment import Comment
from service.sites import Site
from service.usecases.case_filter import Filter, Order, sorted_by

_AT_ONCE = 200


async def open_comments(site: Site, start: int = 0) -> AsyncIterator[Comment]:
    """Yield the comments of open cases from a place in the queue on, the most urgent first."""
    while ids := await site.queue.open_ids(start=start, count=_AT_ONCE):
        for comment in await site.comments.find_all(ids):
            yield comment.blinded
        start += len(ids)


async def fitting(site: Site, wanted: Filter, order: Order = Order.URGENT) -> AsyncIterator[Comment]:
    """Yield those that are wanted; by urgency the first ones are found without reading the others."""
    if order is Order.URGENT:
        async for comment in open_comments(site):
            if wanted.fits(comment):
                yield comment
    else:
        found = [comment async for comment in open_comments(site) if wanted.fits(comment)]
        for comment in sorted_by(order, found):
            yield comment


async def in_chunks(comments: AsyncIterator[Comment], size: int) -> AsyncIterator[list[str]]:
    """Yield the comments' ids, `size` at a time, in the end those that are left."""
    ids: list[str] = []
    async for comment in comments:
        ids.append(comment.id)
        if len(ids) == size:
            yield ids
            ids = []
    if ids:
        yield ids
