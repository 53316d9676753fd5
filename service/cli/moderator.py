"""`fairword moderator`: the people who work the queue."""

import sys

import click

from service.cli.opened import Opened, run
from service.domain.clock import wall_clock
from service.first_start import forget_first_sign_in
from service.store.people import Role
from service.usecases.refusals import NotFoundError
from service.usecases.sign_in import SignIn


@click.group()
def moderator() -> None:
    """Add, list and disable moderators, and give them passwords."""


@moderator.command()
@click.argument("name")
@click.option("--role", type=click.Choice([str(role) for role in Role]), default=str(Role.MODERATOR))
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(name: str, role: str, *, password_stdin: bool) -> None:
    """Add a moderator; the password is asked for."""
    typed = _password(from_stdin=password_stdin)

    async def action(opened: Opened) -> None:
        await SignIn(opened.people, wall_clock).add(name, typed, Role(role))

    run(action)
    click.echo(f"{name} can sign in at /login as {role}.")


@moderator.command("list")
def list_() -> None:
    """List all moderators."""

    async def action(opened: Opened) -> None:
        for each in await opened.people.list_moderators():
            click.echo(f"{each.name}  {each.role}{'  disabled' if each.disabled else ''}")

    run(action)


@moderator.command()
@click.argument("name")
def disable(name: str) -> None:
    """Lock a moderator out at once; what they decided stays on record."""

    async def action(opened: Opened) -> None:
        if not await opened.people.disable_moderator(name):
            raise NotFoundError("moderator")

    run(action)
    click.echo(f"{name} can no longer sign in.")


@moderator.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password(name: str, *, password_stdin: bool) -> None:
    """Give a moderator another password, also one who was disabled; who is signed in as them no longer is."""
    typed = _password(from_stdin=password_stdin)

    async def action(opened: Opened) -> None:
        await SignIn(opened.people, wall_clock).set_password(name, typed)
        forget_first_sign_in(opened.settings, name)

    run(action)
    click.echo(f"{name} can sign in at /login by the new password.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
