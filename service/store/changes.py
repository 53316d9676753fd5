"""What editors changed on a site, to be read again."""

from pydantic import TypeAdapter

from service.domain.change import Change
from service.store.commands import Commands
from service.store.keys import SiteKeys

_CHANGE = TypeAdapter(Change)


def write_change(change: Change) -> str:
    """Return a change as JSON."""
    return _CHANGE.dump_json(change).decode()


class Changes:
    """One site's changes; the functions that make them write them."""

    def __init__(self, commands: Commands, site: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site)

    async def latest(self, limit: int) -> list[Change]:
        """Return the latest changes, the latest first."""
        found = await self._commands.run("XREVRANGE", self._keys.changes, "+", "-", "COUNT", limit)
        return [_CHANGE.validate_json(fields["change"]) for _, fields in found]
