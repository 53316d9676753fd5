"""`fairword serve`: the service, with its own server when no Redis is set."""

import asyncio
import os
import signal
import socket
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import replace

import click
import structlog
import uvloop

from service.cli.opened import store_url
from service.first_start import FirstSignIn, first_sign_in
from service.logs import configure_logs
from service.models import model_trouble
from service.secret import secret_key
from service.server import listen, serving
from service.settings import LogFormat, Settings, unknown_settings
from service.site_config import load_config
from service.workers import worker_processes

_log = structlog.get_logger(__name__)


@click.command()
def serve() -> None:
    """Take comments until told to stop. Settings come from the environment: see docs/operators.md."""
    settings = Settings.from_environment(os.environ)
    configure_logs(settings.log_format)
    for name in unknown_settings(os.environ):
        _log.warning("unknown_setting", name=name)
    load_config(settings.config)
    with closing(listen(settings.host, settings.port)) as listener:
        uvloop.run(_serve(settings, listener))


async def _serve(settings: Settings, listener: socket.socket) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with store_url(settings, owner=True) as url:
        settings = replace(settings, redis_url=url)
        no_model = model_trouble(settings)  # what is wrong is told once, and not by workers that die of it
        secret_key(settings)
        sign_in = await first_sign_in(settings)
        async with _answering(settings, listener):
            _announce(settings, listener.getsockname()[1], sign_in, no_model)
            await stop.wait()
            _log.info("stopping")


def _answering(settings: Settings, listener: socket.socket) -> AbstractAsyncContextManager[None]:
    return serving(settings, listener) if settings.workers == 1 else worker_processes(settings, listener)


def _announce(settings: Settings, port: int, sign_in: FirstSignIn | None, no_model: str) -> None:
    """Say where to look: to people in sentences, to machines in a log line without the password."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - only compared
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if settings.log_format is LogFormat.JSON:
        file = str(sign_in.file) if sign_in else None
        _log.info("ready", address=base, first_sign_in=file, no_model=no_model or None)
        return
    if no_model:
        click.secho(f"\nThere is no model, so every comment waits for a moderator. {no_model}", fg="red")
    click.echo(f"\nFairword is ready.\n  An article with a comment form   {base}/demo")
    click.echo(f"  The moderators' queue            {base}/review")
    if sign_in:
        click.echo(f"  Sign in as                       {sign_in.name}")
        click.echo(f"  with the password                {sign_in.password}")
        click.echo(f"  (kept in {sign_in.file}; delete that file once you have added moderators of your own)")
    else:
        click.echo("  More moderators                  fairword moderator add NAME")
    click.echo("Stop with Ctrl-C.\n")
