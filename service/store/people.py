"""Who may do what: site keys for programs, moderators and their sessions for people."""

import hashlib
import secrets
import string
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from service.store import keys
from service.store.commands import Commands

SESSION_S = 12 * 3_600
"""A session ends after this long without a request."""
SIGN_IN_WINDOW_S = 900
_KEY_LETTERS = string.ascii_lowercase + string.digits
_KEY_LENGTH = 48


class Role(StrEnum):
    """What a moderator may do."""

    MODERATOR = "moderator"
    """Work the queue, undo own verdicts."""
    EDITOR = "editor"
    """And undo anybody's verdicts, set articles and rules."""
    ADMIN = "admin"
    """And everything else."""


@dataclass(frozen=True, slots=True)
class SiteKey:
    """A key that programs of a site send; only its SHA-256 is kept."""

    digest: str
    site: str
    name: str
    created_at_ms: int
    hint: str
    """The last four characters, to tell keys apart."""


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person who works the queue."""

    name: str
    role: Role
    password_hash: str
    created_at_ms: int
    disabled: bool = False

    @property
    def is_editor(self) -> bool:
        """Whether they may set articles and rules and undo what others decided."""
        return self.role is not Role.MODERATOR


_SITE_KEY = TypeAdapter(SiteKey)
_MODERATOR = TypeAdapter(Moderator)


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret of high entropy, under which it is kept."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


class People:
    """Site keys, moderators and sessions."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    async def create_key(self, site: str, name: str, now_ms: int) -> str:
        """Make a new key for a site and return it; it can't be read again."""
        key = "".join(secrets.choice(_KEY_LETTERS) for _ in range(_KEY_LENGTH))
        record = SiteKey(digest(key), site, name, now_ms, key[-4:])
        await self._commands.run("HSET", keys.SITE_KEYS, record.digest, _SITE_KEY.dump_json(record))
        return key

    async def find_key(self, key: str) -> SiteKey | None:
        """Return what a key stands for, `None` when it is unknown or revoked."""
        found = await self._commands.run("HGET", keys.SITE_KEYS, digest(key))
        return _SITE_KEY.validate_json(found) if found else None

    async def list_keys(self) -> list[SiteKey]:
        """Return all keys, oldest first."""
        found = await self._commands.run("HVALS", keys.SITE_KEYS)
        return sorted(map(_SITE_KEY.validate_json, found), key=lambda key: key.created_at_ms)

    async def matching_keys(self, which: str) -> list[SiteKey]:
        """Return the keys that are meant by the key itself, its name, or the beginning of its id."""
        found = await self.list_keys()
        return [
            key
            for key in found
            if which and (which == key.name or key.digest == digest(which) or key.digest.startswith(which))
        ]

    async def revoke_key(self, key_digest: str) -> bool:
        """Make a key worthless from the next request on; false when there was none."""
        return bool(await self._commands.run("HDEL", keys.SITE_KEYS, key_digest))

    async def add_moderator(self, moderator: Moderator) -> bool:
        """Add a moderator; false when the name is taken."""
        document = _MODERATOR.dump_json(moderator)
        return bool(await self._commands.run("HSETNX", keys.MODERATORS, moderator.name, document))

    async def find_moderator(self, name: str) -> Moderator | None:
        """Return a moderator, `None` when there is none of this name."""
        document = await self._document(name)
        return _MODERATOR.validate_json(document) if document else None

    async def list_moderators(self) -> list[Moderator]:
        """Return all moderators by name."""
        found = await self._commands.run("HVALS", keys.MODERATORS)
        return sorted(map(_MODERATOR.validate_json, found), key=lambda moderator: moderator.name)

    async def has_moderators(self) -> bool:
        """Whether anybody can sign in."""
        return bool(await self._commands.run("HLEN", keys.MODERATORS))

    async def disable_moderator(self, name: str) -> bool:
        """Lock a moderator out, sessions included; false when there is none of this name."""
        return await self._change(name, disabled=True)

    async def set_password(self, name: str, password_hash: str) -> bool:
        """Let a moderator in by another password and end all sessions; false when there is no such name."""
        return await self._change(name, password_hash=password_hash, disabled=False)

    async def replace_password(self, moderator: Moderator, password_hash: str) -> Moderator | None:
        """Give a moderator another password and end all sessions; return who they are now.

        `None` when somebody has disabled them or given them another password since they were read.
        """
        document = await self._document(moderator.name)
        if document is None or _MODERATOR.validate_json(document) != moderator:
            return None
        changed = replace(moderator, password_hash=password_hash)
        return changed if await self._swap(document, changed) else None

    async def _change(self, name: str, **fields: Any) -> bool:
        while (document := await self._document(name)) is not None:
            if await self._swap(document, replace(_MODERATOR.validate_json(document), **fields)):
                return True
        return False

    async def _document(self, name: str) -> str | None:
        found: str | None = await self._commands.run("HGET", keys.MODERATORS, name)
        return found

    async def _swap(self, seen: str, moderator: Moderator) -> bool:
        """Keep what has changed of a moderator, unless somebody else was faster."""
        record = _MODERATOR.dump_json(moderator).decode()
        answer = await self._commands.call("set_moderator", [keys.MODERATORS], moderator.name, seen, record)
        return bool(answer[0] == "set")

    async def start_session(self, moderator: Moderator) -> str:
        """Start a session and return its token; it is good for as long as the password is the same."""
        token = secrets.token_urlsafe(32)
        key = keys.session(digest(token))
        fields = ("moderator", moderator.name, "password", digest(moderator.password_hash))
        await self._commands.run_all([("HSET", key, *fields), ("EXPIRE", key, SESSION_S)])
        return token

    async def session(self, token: str, *, lasts: bool = True) -> Moderator | None:
        """Return whose session it is; `None` when it has ended or the person is disabled.

        It lasts from now on, unless somebody only looks whether it still does.
        """
        key = keys.session(digest(token))
        used = [("EXPIRE", key, SESSION_S)] if lasts else []
        (name, password), *_ = await self._commands.run_all([("HMGET", key, "moderator", "password"), *used])
        moderator = await self.find_moderator(name) if name else None
        if moderator is None or moderator.disabled or digest(moderator.password_hash) != password:
            return None
        return moderator

    async def end_session(self, token: str) -> None:
        """End a session."""
        await self._commands.run("DEL", keys.session(digest(token)))

    async def count_sign_in(self, subject: str, most: int) -> int:
        """Count a try to sign in; return for how many seconds to wait when there were too many, else 0."""
        key = keys.sign_ins(subject)
        count, _, wait_s = await self._commands.run_all(
            [("INCR", key), ("EXPIRE", key, SIGN_IN_WINDOW_S, "NX"), ("TTL", key)]
        )
        return max(int(wait_s), 1) if count > most else 0

    async def forget_sign_ins(self, *subjects: str) -> None:
        """Forget the tries: one succeeded."""
        for subject in subjects:
            await self._commands.run("DEL", keys.sign_ins(subject))
