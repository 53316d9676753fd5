"""What went wrong, in a sentence that whoever typed the command can act on."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from service.settings import SettingsError
from service.site_config import ConfigError
from service.store.errors import StoreError
from service.usecases.refusals import InvalidError, RefusedError

_NOWHERE_TO_WRITE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def sentences_for(ctx: click.Context) -> Iterator[None]:
    """End the command with status 1 and a sentence when something fails that a person can mend."""
    try:
        yield
    except InvalidError as error:
        _fail(ctx, "\n".join(f"{wrong.field}: {wrong.message}" for wrong in error.errors))
    except (RefusedError, SettingsError, ConfigError, StoreError) as error:
        _fail(ctx, str(error))
    except OSError as error:
        if error.errno not in _NOWHERE_TO_WRITE:
            raise
        _drop_output()
        _fail(
            ctx,
            " ".join(map(str, filter(None, ["It could not be written:", error.filename, error.strerror]))),
        )
    except UnicodeError:  # it holds what was typed, which may be a password
        _fail(ctx, "What was typed or read holds bytes that are no UTF-8.")


def _drop_output() -> None:
    """Keep Python from writing what could not be written once more when it ends."""
    with suppress(OSError):  # standard output may be no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(ctx: click.Context, sentence: str) -> None:
    click.echo(f"fairword: {sentence}", err=True)
    ctx.exit(1)
