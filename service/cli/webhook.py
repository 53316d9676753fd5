"""`fairword webhook`: secrets for endpoints."""

import click

from service.domain.webhook_secret import new_secret


@click.group()
def webhook() -> None:
    """Prepare webhooks."""


@webhook.command()
def secret() -> None:
    """Print a new secret, for the endpoint and for `secrets` in the TOML file."""
    click.echo(new_secret())
