"""What editors set on a site, kept with a version."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.change import Change
from service.store.changes import write_change
from service.store.commands import Commands
from service.store.keys import SiteKeys

FIRST_VERSION = "0"
"""Nothing was ever set."""


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """Setting → text as an editor typed it, and the version of the whole."""

    version: str
    typed: Mapping[str, str]


class SettingsStore:
    """One site's settings."""

    def __init__(self, commands: Commands, site: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)

    @property
    def ask_version(self) -> tuple[str, str, str]:
        """The command that asks for the version; its answer is `None` before the first."""
        return ("HGET", self._keys.settings, "version")

    async def find(self) -> KeptSettings:
        """Return what is set."""
        kept = await self._commands.run("HGETALL", self._keys.settings)
        return KeptSettings(kept.get("version", FIRST_VERSION), json.loads(kept.get("settings", "{}")))

    async def set(self, seen_version: str, typed: Mapping[str, str], change: Change) -> bool:
        """Keep settings with the change that they are; false when somebody else was faster."""
        keys = [self._keys.settings, self._keys.changes]
        version, settings = secrets.token_hex(8), json.dumps(dict(typed))
        answer = await self._commands.call(
            "set_settings", keys, seen_version, version, settings, write_change(change)
        )
        return bool(answer[0] == "set")
