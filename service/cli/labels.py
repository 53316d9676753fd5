"""`fairword labels`: what people outside said of texts, as a file to train with."""

import json
from dataclasses import asdict
from typing import TextIO

import click

from service.cli.opened import Opened, run
from service.domain.clock import iso
from service.domain.feedback import TrainingLabel
from service.domain.numbers import counted


@click.group()
def labels() -> None:
    """Read the training labels that came in by the faces."""


@labels.command()
@click.option("--site", default="default", show_default=True)
@click.option(
    "--out", type=click.File("w", lazy=False), default="-", help="A file; standard output by default."
)
def export(site: str, out: TextIO) -> None:
    """Write every label as JSON, one a line, oldest first."""

    async def action(opened: Opened) -> int:
        count = 0
        async for label in opened.labels(site).read():
            out.write(json.dumps(_view(label)) + "\n")
            count += 1
        out.flush()  # here, where it is told when it fails
        return count

    click.echo(f"{counted(run(action), 'label', 'labels')}.", err=True)


def _view(label: TrainingLabel) -> dict[str, object]:
    view = asdict(label) | {"at": iso(label.at_ms)}
    del view["at_ms"], view["author_key"]
    return view
