"""The first start: somebody has to be able to sign in."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from service.domain.clock import wall_clock
from service.settings import Settings, SettingsError
from service.store.commands import Commands
from service.store.connection import connect
from service.store.people import People, Role
from service.usecases.refusals import InvalidError
from service.usecases.sign_in import SignIn

NAME = "editor"
FILE = "first-sign-in"


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """How to sign in for the first time; the password stands in a file that only its owner can read."""

    name: str
    password: str
    file: Path


async def first_sign_in(settings: Settings) -> FirstSignIn | None:
    """Add a first moderator when there is none, and say how to sign in; `None` when others see to that.

    The file stays until somebody deletes it, so that a restart can say it again.
    """
    file = settings.data_dir / FILE
    commands = Commands(await connect(settings.redis_url))
    try:
        people = People(commands)
        if not await people.has_moderators():
            password = secrets.token_urlsafe(12)
            _keep(file, password)  # first: a moderator whose password nobody knows would lock everybody out
            try:
                await SignIn(people, wall_clock).add(NAME, password, Role.ADMIN)
            except InvalidError:  # another process on the same Redis was faster; it says how to sign in
                file.unlink()
                return None
            return FirstSignIn(NAME, password, file)
        first = await people.find_moderator(NAME)
    finally:
        await commands.close()
    if first is None or first.disabled or not file.exists():
        return None
    return FirstSignIn(NAME, file.read_text(encoding="ascii").strip(), file)


def forget_first_sign_in(settings: Settings, name: str) -> None:
    """The start no longer tells the first password, now that `name` has another one."""
    if name == NAME:
        (settings.data_dir / FILE).unlink(missing_ok=True)


def _keep(file: Path, password: str) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
            opened.write(f"{password}\n")
    except OSError as error:
        raise SettingsError(f"FAIRWORD_DATA_DIR: {file} can't be written: {error}") from error
