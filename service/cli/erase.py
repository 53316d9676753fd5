"""`fairword erase`: everything of one author, as the law asks."""

from collections.abc import Iterable

import click

from service.cli.opened import Opened, run
from service.domain.clock import wall_clock
from service.domain.comment import Comment
from service.domain.numbers import counted
from service.domain.submission import is_email
from service.store.comments import Comments

_CHUNK = 500


@click.command()
@click.option("--site", required=True)
@click.option(
    "--author", required=True, help="The author's id or e-mail address; for authors with neither, the name."
)
def erase(site: str, author: str) -> None:
    """Erase all comments of an author and what was kept of them; only the fact remains in the audit trail."""
    author = " ".join(author.split())  # as a submission's fields are read

    async def action(opened: Opened) -> tuple[int, int]:
        identities = (f"id:{author}", f"email:{author.casefold()}", f"name:{author.casefold()}")
        keys = [opened.seal.word("author", identity) for identity in identities]
        comments, labels = opened.comments(site), opened.labels(site)
        count = sum([await _erase_all(comments, key) for key in keys])
        count += await _erase_by_email(comments, author.casefold()) if is_email(author) else 0
        return count, sum([await labels.erase(key) for key in keys])

    count, reports = run(action)
    if not count and not reports:
        click.echo(f"There are no comments of {author!r} on {site}.")
        return
    beside = f" and {counted(reports, 'report', 'reports')} on texts" if reports else ""
    click.echo(f"Erased {counted(count, 'comment', 'comments')}{beside}.")


async def _erase_by_email(comments: Comments, email: str) -> int:
    """Erase what authors with this address wrote who gave an id too, by which alone they are found."""
    found = [
        comment
        async for chunk in comments.in_chunks(_CHUNK)
        for comment in chunk
        if comment.author.email.casefold() == email
    ]
    return await _erase_each(comments, found)


async def _erase_all(comments: Comments, author_key: str) -> int:
    found = [comment async for chunk in comments.in_chunks(_CHUNK, author_key) for comment in chunk]
    return await _erase_each(comments, found)


async def _erase_each(comments: Comments, found: Iterable[Comment]) -> int:
    return sum([await comments.erase(comment, wall_clock()) for comment in found])
