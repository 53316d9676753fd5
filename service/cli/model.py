"""`fairword model`: which model scores, and what another one would have done."""

import os
from pathlib import Path

import click

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.files import ModelError
from service import models
from service.cli.opened import Opened, run
from service.domain.numbers import counted
from service.replay import Replayed, replay
from service.settings import Settings
from service.sites import policy_of

_TEXT = 70
RESTART = "Restart the service to use it."


@click.group()
def model() -> None:
    """List, promote, roll back and replay models."""


@model.command("list")
def list_() -> None:
    """List the promoted models; the one in use is marked."""
    settings = _settings()
    in_use = models.chosen_model(settings)
    click.echo(f"{_mark(in_use == SHIPPED_MODEL)} shipped  {_version(SHIPPED_MODEL)}")
    for version in dict.fromkeys(models.promoted(settings.data_dir)):
        folder = settings.data_dir / models.FOLDER / version
        click.echo(f"{_mark(in_use == folder)} promoted {_version(folder)}")
    if settings.model_dir is not None:
        click.echo(f"* set      {_version(settings.model_dir)} (FAIRWORD_MODEL_DIR)")


@model.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def promote(folder: Path) -> None:
    """Check the model in FOLDER and use it from the next start on."""
    try:
        version = models.promote(_settings().data_dir, folder)
    except ModelError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Promoted {version}. {RESTART}")


@model.command()
def rollback() -> None:
    """Go back to the model before the last promotion."""
    click.echo(f"Back to {models.rollback(_settings().data_dir)}. {RESTART}")


@model.command("replay")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--site", default="default", show_default=True)
def replay_(folder: Path, site: str) -> None:
    """List every kept comment that the model in FOLDER would decide differently."""
    try:
        other = load_model(folder)
    except ModelError as error:
        raise click.ClickException(str(error)) from error

    async def action(opened: Opened) -> None:
        config = await opened.site_config(site)
        thresholds = other.thresholds(leak=config.policy.leak, overblock=config.policy.overblock)
        comments = flips = contradictions = 0
        async for each in replay(opened.comments(site), other, policy_of(config, thresholds)):
            comments += 1
            flips += each.is_flip
            contradictions += each.is_flip and each.contradicts_moderator
            if each.is_flip:
                click.echo(_flip(each))
        found = f"{counted(comments, 'comment', 'comments')}, {counted(flips, 'flip', 'flips')}"
        click.echo(f"{found}, {contradictions:,} against a moderator")

    run(action)


def _flip(each: Replayed) -> str:
    comment, text = each.comment, " ".join(each.comment.text.split())
    against = "  AGAINST THE MODERATOR" if each.contradicts_moderator else ""
    shown = text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
    return f"{comment.id}  {comment.decision.outcome} → {each.outcome}{against}  {shown}"


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _mark(in_use: bool) -> str:  # noqa: FBT001 - it is the whole argument
    return "*" if in_use else " "


def _version(folder: Path) -> str:
    try:
        return load_model(folder).version
    except ModelError as error:
        return f"can't be used: {error}"
