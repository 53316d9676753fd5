"""`fairword decisions`: what was decided, as a file."""

import json
from collections.abc import AsyncIterator
from typing import TextIO

import click

from service.api.views import event_view
from service.cli.opened import Opened, run
from service.domain.ids import is_event_id
from service.domain.numbers import counted
from service.store.comments import Comments, Event

_CHUNK = 1_000


def _event_id(ctx: click.Context, option: click.Parameter, text: str) -> str:
    if text and not is_event_id(text):
        raise click.BadParameter(f"must be an event's id, such as 1795420306086-0, got {text!r}", ctx, option)
    return text


@click.group()
def decisions() -> None:
    """Read what was decided."""


@decisions.command()
@click.option("--site", default="default", show_default=True)
@click.option("--after", default="", callback=_event_id, help="Only what came after this event's id.")
@click.option(
    "--out", type=click.File("w", lazy=False), default="-", help="A file; standard output by default."
)
def export(site: str, after: str, out: TextIO) -> None:
    """Write every decision and verdict as JSON, one a line, oldest first."""

    async def action(opened: Opened) -> int:
        count = 0
        async for event in _events(opened.comments(site), after):
            out.write(json.dumps(event_view(event)) + "\n")
            count += 1
        out.flush()  # here, where it is told when it fails
        return count

    click.echo(f"{counted(run(action), 'event', 'events')}.", err=True)


async def _events(comments: Comments, after: str) -> AsyncIterator[Event]:
    while (page := await comments.events(after=after, limit=_CHUNK)).found:
        for event in page.events:
            yield event
        after = page.next
