"""Moderators: how they are added and how they sign in."""

import asyncio
import re
import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from service.domain.addresses import network_of
from service.domain.clock import Clock
from service.domain.submission import FieldError
from service.store.people import Moderator, People, Role
from service.usecases.refusals import InvalidError, NotFoundError, RefusedError, TooManyTriesError

PASSWORD_MIN = 10
PASSWORD_MAX = 500
SIGN_IN_TRIES = 10
SIGN_IN_TRIES_OF_ADDRESS = 50
"""An office has one address for all."""
_AT_ONCE = 2
"""Hashing a password takes 64 MB and a processor, which is what makes guessing expensive."""
_NAME = re.compile(r"[\w.@-]{1,60}")
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class PasswordWish:
    """What a moderator types to have another password."""

    current: str
    password: str
    again: str
    """The new one once more: nobody sees what they type."""


class SignIn:
    """Checks who somebody is."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock
        self._hashing = asyncio.Semaphore(_AT_ONCE)

    async def add(self, name: str, password: str, role: Role) -> Moderator:
        """Add a moderator.

        Raises
        ------
        InvalidError
            When the name is taken or not of the accepted form, or the password too short.
        """
        if errors := [*_wrong_name(name), *_wrong_password(password)]:
            raise InvalidError(errors)
        moderator = Moderator(name, role, await self._hashed(password), self._clock())
        if not await self._people.add_moderator(moderator):
            raise InvalidError([FieldError("name", f"There is a moderator called {name!r} already.")])
        return moderator

    async def set_password(self, name: str, password: str) -> None:
        """Give a moderator another password; they may sign in by it also if they were disabled.

        Raises
        ------
        InvalidError
            When the password is too short or too long.
        NotFoundError
            When there is no such moderator.
        """
        if errors := _wrong_password(password):
            raise InvalidError(errors)
        if not await self._people.set_password(name, await self._hashed(password)):
            raise NotFoundError("moderator")

    async def change_password(self, name: str, wish: PasswordWish, address: str) -> str:
        """Give a moderator the password that they chose; return the token of a new session, the only one.

        Raises
        ------
        InvalidError
            With a message for each wrong field; then all is as it was.
        RefusedError
            429 after too many tries to say the present password, or to sign in, from this address.
        """
        moderator = await self._known(name, wish.current, address)
        if errors := [*_wrong_current(moderator), *_wrong_password(wish.password), *_wrong_repetition(wish)]:
            raise InvalidError(errors)
        changed = moderator and await self._people.replace_password(
            moderator, await self._hashed(wish.password)
        )
        if changed is None:
            raise InvalidError(_wrong_current(None))
        return await self._people.start_session(changed)

    async def __call__(self, name: str, password: str, address: str) -> tuple[Moderator, str]:
        """Check a name and a password and return the moderator with the token of a new session.

        Raises
        ------
        RefusedError
            401 without saying which of the two is wrong, 429 after too many tries from this address.
        """
        moderator = await self._known(name, password, address)
        if moderator is None:
            raise RefusedError(401, "wrong_password", "Name or password are not right.")
        return moderator, await self._people.start_session(moderator)

    async def _known(self, name: str, password: str, address: str) -> Moderator | None:
        """Return the moderator whose password this is, `None` when it is nobody's who may sign in.

        Raises
        ------
        RefusedError
            429 after too many tries from this address.
        """
        tries = _tries(name, address)
        for subject, most in tries.items():
            if wait_s := await self._people.count_sign_in(subject, most):
                raise TooManyTriesError(wait_s)
        moderator = await self._people.find_moderator(name)
        async with self._hashing:
            fits = await asyncio.to_thread(_fits, moderator, password[:PASSWORD_MAX])
        if moderator is None or moderator.disabled or not fits:
            return None
        await self._people.forget_sign_ins(*tries)
        return moderator

    async def _hashed(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(_hasher.hash, password)


def _tries(name: str, address: str) -> dict[str, int]:
    """Return what a try counts for, and how many there may be: for one name, and for whatever names."""
    network = network_of(address) if address else ""
    return {f"{name[:60]}@{network}": SIGN_IN_TRIES, f"@{network}": SIGN_IN_TRIES_OF_ADDRESS}


def _wrong_name(name: str) -> list[FieldError]:
    if _NAME.fullmatch(name):
        return []
    accepted = "1 to 60 letters, digits, dots, dashes, underscores or @"
    return [FieldError("name", f"Accepts {accepted}, got {name!r}.")]


def _wrong_password(password: str) -> list[FieldError]:
    if PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        return []
    accepted = f"{PASSWORD_MIN} to {PASSWORD_MAX} characters"
    return [FieldError("password", f"Accepts {accepted}, got {len(password)}.")]


def _wrong_current(moderator: Moderator | None) -> list[FieldError]:
    return [] if moderator else [FieldError("current", "This is not your password.")]


def _wrong_repetition(wish: PasswordWish) -> list[FieldError]:
    return (
        []
        if wish.again == wish.password
        else [FieldError("again", "The two new passwords are not the same.")]
    )


def _fits(moderator: Moderator | None, password: str) -> bool:
    """Compare with what is kept; for an unknown name with a decoy, so that both take as long."""
    kept = moderator.password_hash if moderator else _decoy_hash()
    try:
        return _hasher.verify(kept, password.encode(errors="replace"))
    except Argon2Error:
        return False


@cache
def _decoy_hash() -> str:
    return _hasher.hash(secrets.token_hex(16))
