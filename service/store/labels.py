"""Training labels: what people outside said of texts, kept until somebody trains with it."""

from collections.abc import AsyncIterator

from pydantic import TypeAdapter

from service.domain.feedback import TrainingLabel
from service.store.commands import Commands
from service.store.keys import SiteKeys

_LABEL = TypeAdapter(TrainingLabel)
_CHUNK = 500


class Labels:
    """One site's training labels, for `keep_ms`."""

    def __init__(self, commands: Commands, site: str, keep_ms: int) -> None:
        self._commands = commands
        self._key = SiteKeys(site).labels
        self._keep_ms = keep_ms

    async def keep(self, label: TrainingLabel) -> None:
        """Keep a label, and let those go whose time has passed."""
        document = _LABEL.dump_json(label).decode()
        oldest = label.at_ms - self._keep_ms
        await self._commands.run("XADD", self._key, "MINID", "~", oldest, "*", "label", document)

    async def read(self) -> AsyncIterator[TrainingLabel]:
        """Yield all labels, oldest first."""
        async for _, label in self._entries():
            yield label

    async def erase(self, author_key: str) -> int:
        """Remove the labels on texts of an author, and return how many there were."""
        ids = [entry_id async for entry_id, label in self._entries() if label.author_key == author_key]
        return int(await self._commands.run("XDEL", self._key, *ids)) if ids else 0

    async def _entries(self) -> AsyncIterator[tuple[str, TrainingLabel]]:
        start = "-"
        while found := await self._commands.run("XRANGE", self._key, start, "+", "COUNT", _CHUNK):
            for entry_id, fields in found:
                yield entry_id, _LABEL.validate_json(fields["label"])
            start = f"({found[-1][0]}"
