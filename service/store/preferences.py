"""What moderators prefer, each for themselves, on all sites."""

from pydantic import TypeAdapter

from service.domain.preferences import Preferences
from service.store import keys
from service.store.commands import Commands

_PREFERENCES = TypeAdapter(Preferences)


async def find_preferences(commands: Commands, moderator: str) -> Preferences:
    """Return what a moderator prefers."""
    found = await commands.run("HGET", keys.PREFERENCES, moderator)
    return _PREFERENCES.validate_json(found) if found else Preferences()


async def keep_preferences(commands: Commands, moderator: str, preferences: Preferences) -> None:
    """Keep what a moderator prefers."""
    await commands.run("HSET", keys.PREFERENCES, moderator, _PREFERENCES.dump_json(preferences))
