"""`fairword key`: keys for the programs of a site."""

from datetime import UTC, datetime

import click

from service.cli.opened import Opened, run
from service.domain.clock import wall_clock
from service.store.people import digest
from service.usecases.refusals import NotFoundError


@click.group()
def key() -> None:
    """Make, list and revoke site keys."""


@key.command()
@click.option("--site", required=True, help="The site that the key is for.")
@click.option("--name", default="", help="What the key is used by, to tell keys apart.")
def create(site: str, name: str) -> None:
    """Make a key and print it, once: only its hash is kept. A key that can't be printed is revoked."""
    if not name.isprintable():
        raise click.BadParameter("Accepts printable characters.", param_hint="--name")

    async def action(opened: Opened) -> None:
        made = await opened.people.create_key(opened.check_site(site), name, wall_clock())
        try:
            click.echo(f"A key for the site {site}. Keep it safe: it is not shown again.", err=True)
            click.echo(made)
        except OSError:
            await opened.people.revoke_key(digest(made))
            raise

    run(action)


@key.command("list")
def list_() -> None:
    """List all keys by their id and last four characters."""

    async def action(opened: Opened) -> None:
        for each in await opened.people.list_keys():
            made = datetime.fromtimestamp(each.created_at_ms / 1_000, UTC)
            click.echo(f"{each.digest[:12]}  …{each.hint}  {each.site}  {made:%Y-%m-%d}  {each.name}")

    run(action)


@key.command()
@click.argument("which")
def revoke(which: str) -> None:
    """Make a key worthless: WHICH is the key itself, its id from `key list`, or its name."""

    async def action(opened: Opened) -> None:
        found = await opened.people.matching_keys(which)
        if len(found) != 1:
            raise NotFoundError("key") if not found else click.UsageError(f"{len(found)} keys fit {which!r}.")
        await opened.people.revoke_key(found[0].digest)
        click.echo(f"Revoked …{found[0].hint} of the site {found[0].site}.")

    run(action)
