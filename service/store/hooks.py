"""What an endpoint of a site still has to be told, and what could not be told."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from service.domain.delivery import Tries
from service.store.commands import Commands
from service.store.comments import EventPage
from service.store.keys import SiteKeys


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that was given up."""

    event_id: str
    comment_id: str
    at_ms: int
    tries: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to deliver for an endpoint, and where it stands."""

    cursor: str
    disabled: str
    """Why nothing is delivered; empty when it is."""


@dataclass(frozen=True, slots=True)
class Due:
    """The first event of a comment's line, which may be tried now."""

    comment_id: str
    event_id: str
    tries: Tries | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are with an endpoint."""

    waiting: int
    """Comments with events that are still to be delivered."""
    dead: tuple[DeadLetter, ...]
    disabled: str
    trouble: str
    """What went wrong last; empty when the last delivery succeeded."""


_TRIES = TypeAdapter(Tries)
_LETTER = TypeAdapter(DeadLetter)


class Hook:
    """One endpoint of a site."""

    def __init__(self, commands: Commands, site: str, name: str) -> None:
        self._commands = commands
        self._keys = SiteKeys(site).hook(name)

    async def begin(self, cursor: str) -> None:
        """An endpoint that is new here is told what happens after the event `cursor`."""
        await self._commands.run("HSETNX", self._keys.state, "cursor", cursor or "0-0")

    async def lease(self, token: str, now_ms: int, until_ms: int) -> Lease | None:
        """Hold the endpoint until a time; `None` while another process does."""
        answer = await self._commands.call("webhook_lease", [self._keys.state], now_ms, token, until_ms)
        return Lease(answer[1], answer[2]) if answer[0] == "held" else None

    async def queue(self, cursor: str, page: EventPage, now_ms: int) -> None:
        """Take in the events that follow a cursor; does nothing when the cursor has moved meanwhile."""
        pairs = [word for event in page.events for word in (event.entry.comment_id, event.id)]
        keys = [self._keys.state, self._keys.waiting, self._keys.due]
        await self._commands.call("webhook_queue", keys, cursor, page.next, now_ms, *pairs)

    async def due(self, now_ms: int, limit: int) -> list[Due]:
        """Return the lines whose first event may be tried now, those that waited longest first."""
        keys = self._keys
        comments = await self._commands.run("ZRANGE", keys.due, "-inf", now_ms, "BYSCORE", "LIMIT", 0, limit)
        if not comments:
            return []
        lines, tries = await self._commands.run_all(
            [("HMGET", keys.waiting, *comments), ("HMGET", keys.tries, *comments)]
        )
        found = zip(comments, lines, tries, strict=True)
        return [Due(comment, line.split()[0], _tries(tried)) for comment, line, tried in found if line]

    async def delivered(self, due: Due, now_ms: int) -> None:
        """The event was taken; the next of its line is due."""
        await self._settle(due, "delivered", now_ms, "")
        await self._commands.run("HDEL", self._keys.state, "trouble")

    async def later(self, due: Due, tries: Tries, at_ms: int) -> None:
        """The event is to be tried again at a time."""
        await self._settle(due, "later", at_ms, _TRIES.dump_json(tries).decode())
        await self._commands.run("HSET", self._keys.state, "trouble", tries.trouble)

    async def give_up(self, due: Due, tries: Tries, now_ms: int) -> None:
        """The event is a dead letter; the next of its line is due."""
        letter = DeadLetter(due.event_id, due.comment_id, now_ms, tries.count, tries.trouble)
        await self._settle(due, "dead", now_ms, _LETTER.dump_json(letter).decode())

    async def disable(self, why: str) -> None:
        """Nothing is delivered until somebody enables the endpoint."""
        await self._commands.run("HSET", self._keys.state, "disabled", why)

    async def enable(self) -> None:
        """Delivery goes on where it stopped."""
        await self._commands.run("HDEL", self._keys.state, "disabled")

    async def resend(self, event_id: str, now_ms: int) -> bool:
        """Deliver a dead letter after all; false when there is none."""
        found = await self._commands.run("HGET", self._keys.dead, event_id)
        if not found:
            return False
        comment_id = _LETTER.validate_json(found).comment_id
        answer = await self._commands.call("webhook_resend", self._line_keys(), comment_id, event_id, now_ms)
        return bool(answer[0] == "queued")

    async def standing(self) -> Standing:
        """Return how things are."""
        waiting, dead, state = await self._commands.run_all(
            [
                ("HLEN", self._keys.waiting),
                ("HVALS", self._keys.dead),
                ("HMGET", self._keys.state, "disabled", "trouble"),
            ]
        )
        letters = sorted(map(_LETTER.validate_json, dead), key=lambda letter: letter.at_ms, reverse=True)
        return Standing(waiting, tuple(letters), *(word or "" for word in state))

    async def _settle(self, due: Due, outcome: str, due_ms: int, note: str) -> None:
        await self._commands.call(
            "webhook_settle", self._line_keys(), due.comment_id, due.event_id, outcome, due_ms, note
        )

    def _line_keys(self) -> list[str]:
        keys = self._keys
        return [keys.waiting, keys.due, keys.tries, keys.dead]


def _tries(document: str | None) -> Tries | None:
    return _TRIES.validate_json(document) if document else None
