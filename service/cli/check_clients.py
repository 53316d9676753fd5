"""`fairword check-clients`: whether the clients of other services can talk to this one."""

import asyncio

import aiohttp
import click
from yarl import URL

from service.faces.self_test import Answer, Trial, trials

_TIMEOUT_S = 10


@click.command("check-clients")
@click.argument("url")
@click.option("--key", required=True, help="A site key.")
@click.option("--site", default="default", show_default=True, help="The site that the key is for.")
@click.option(
    "--coral-secret", default="", help="A secret of the site's `faces.coral`, to check that face too."
)
def check_clients(url: str, key: str, site: str, coral_secret: str) -> None:
    """Try every face of the service at URL and print what passes; nothing that is sent is kept."""
    found = list(trials(key, site, coral_secret))
    wrong = asyncio.run(_try_all(url.rstrip("/"), found))
    if not coral_secret:
        click.echo("-  Coral: not tried without --coral-secret")
    click.echo(f"{len(found) - wrong} of {len(found)} pass.")
    if wrong:
        raise click.exceptions.Exit(1)


async def _try_all(url: str, found: list[Trial]) -> int:
    wrong = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S)) as session:
        for trial in found:
            trouble = await _trouble(session, url, trial)
            wrong += bool(trouble)
            click.echo(f"{'✗' if trouble else '✓'}  {trial.face}: {trial.what}{trouble}")
    return wrong


async def _trouble(session: aiohttp.ClientSession, url: str, trial: Trial) -> str:
    """Return what is wrong, empty when nothing is."""
    address = URL(url + trial.path, encoded=True).with_query(dict(trial.query))
    try:
        async with session.request(
            trial.method, address, headers=trial.headers, data=trial.form or trial.body, allow_redirects=False
        ) as response:
            answer = Answer(response.status, response.headers, await response.text())
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return f"\n   {type(error).__name__}: {error}"
    try:
        is_right = trial.is_right(answer)
    except (LookupError, TypeError, AttributeError):
        is_right = False
    return "" if is_right else f"\n   got {answer.status}: {answer.text[:200]}"
