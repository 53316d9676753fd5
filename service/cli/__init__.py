"""The command `fairword`. Each subcommand is a module of its own, imported when it is asked for."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

import click

from service.cli.failures import sentences_for

_NAMES = (
    "serve",
    "score",
    "key",
    "moderator",
    "decisions",
    "erase",
    "labels",
    "model",
    "webhook",
    "check-clients",
    "migrate",
)
_OWN = {
    name: EntryPoint(name, f"service.cli.{word}:{word}", "fairword.commands")
    for name in _NAMES
    for word in [name.replace("-", "_")]
}


class _Commands(click.Group):
    """Finds subcommands by name: ours, and those that other packages bring (training does)."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*_OWN, *sorted(_others())]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        entry = _OWN.get(name) or _others().get(name)
        if entry is None:
            return None
        try:
            return cast("click.Command", entry.load())
        except ModuleNotFoundError as error:
            return _absent(name, f"needs {error.name}: install fairword[training]")

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand; what a person can mend ends in a sentence, not a traceback."""
        with sentences_for(ctx):
            return super().invoke(ctx)


def _absent(name: str, needs: str) -> click.Command:
    """Return a command in the place of one that is not installed: it is listed so, and says so when run."""

    def callback() -> None:
        raise click.ClickException(f"`fairword {name}` {needs}")

    settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(name, callback=callback, short_help=needs, context_settings=settings)


def _others() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group="fairword.commands")}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fairword")
def main() -> None:
    """Fairword takes the comments of a site, scores them, and gives moderators those that are not clear."""
