"""Delivery to one endpoint: at least once, in order for each comment, given up after a day."""

import asyncio
import random
import secrets
from contextlib import suppress

import structlog

from service.api.views import event_view
from service.background import end
from service.domain.clock import Clock, iso
from service.domain.delivery import Tries, next_try_ms
from service.site_config import Webhook
from service.sites import Site
from service.store.commands import Commands
from service.store.comments import Event
from service.store.errors import StoreError
from service.store.hooks import Due, Hook, Lease
from service.webhooks.sender import Delivered, Failed, Sender, Unwanted

LEASE_MS = 5_000
CLOSE_S = 4.0
"""Those under way get this long when the service stops, however long the endpoint may take."""
_POLL_S = 0.25
_CHUNK = 200
_AT_ONCE = 8
_GONE = "The address answered 410 Gone."

_log = structlog.get_logger(__name__)


class Delivery:
    """Tells one endpoint of a site what happens there."""

    def __init__(self, site: Site, webhook: Webhook, commands: Commands, clock: Clock) -> None:
        self._site = site
        self._webhook = webhook
        self._hook = Hook(commands, site.name, webhook.name)
        self._clock = clock
        self._sender = Sender(webhook)
        self._token = secrets.token_hex(8)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._more = asyncio.Event()

    async def begin(self) -> None:
        """Mark where the endpoint begins, before anything happens that it must be told of."""
        await self._hook.begin(await self._site.comments.last_event_id())

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            try:
                await self._turn()
            except StoreError as error:
                _log.warning("webhook_store_trouble", hook=self._webhook.name, error=str(error))
            except Exception:  # noqa: BLE001 - the loop must go on; the next turn starts from what is stored
                _log.exception("webhook_turn_failed", hook=self._webhook.name)
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL_S):
                    await self._more.wait()
            self._more.clear()

    async def close(self) -> None:
        """Let those under way end, for a while, and leave the endpoint to another process."""
        under_way = tuple(self._under_way.values())
        if under_way:
            await asyncio.wait(under_way, timeout=CLOSE_S)
        await end(*under_way)  # what was not answered is sent again
        await self._sender.close()
        try:
            await self._hook.lease(self._token, self._clock(), 0)
        except StoreError:
            return  # it runs out by itself

    async def _turn(self) -> None:
        now_ms = self._clock()
        lease = await self._hook.lease(self._token, now_ms, now_ms + LEASE_MS)
        if lease is None:
            return
        await self._take_in(lease)
        if lease.disabled:
            return
        for due in await self._hook.due(now_ms, _AT_ONCE + len(self._under_way)):
            if due.comment_id not in self._under_way and len(self._under_way) < _AT_ONCE:
                self._start(due)

    async def _take_in(self, lease: Lease) -> None:
        page = await self._site.comments.events(after=lease.cursor, limit=_CHUNK)
        if page.found:
            await self._hook.queue(lease.cursor, page, self._clock())

    def _start(self, due: Due) -> None:
        task = asyncio.create_task(self._deliver(due))
        self._under_way[due.comment_id] = task
        task.add_done_callback(lambda _: self._done(due.comment_id))

    def _done(self, comment_id: str) -> None:
        del self._under_way[comment_id]
        self._more.set()

    async def _deliver(self, due: Due) -> None:
        try:
            event = await self._site.comments.event(due.event_id)
            if event is None:  # trimmed from the outbox long ago, or not to be read
                await self._hook.delivered(due, self._clock())
                return
            await self._try(due, event)
        except StoreError as error:
            _log.warning("webhook_store_trouble", hook=self._webhook.name, error=str(error))

    async def _try(self, due: Due, event: Event) -> None:
        payload = {"type": f"comment.{event.entry.type}", "timestamp": iso(event.entry.at_ms)}
        data = event_view(event) | {"site": self._site.name}
        webhook_id = f"evt_{self._site.name}_{event.id}"
        match await self._sender.send(webhook_id, self._clock() // 1_000, payload | {"data": data}):
            case Delivered():
                await self._hook.delivered(due, self._clock())
            case Unwanted():
                _log.warning("webhook_disabled", hook=self._webhook.name)
                await self._hook.disable(_GONE)
            case Failed() as failed:
                await self._put_off(due, failed)

    async def _put_off(self, due: Due, failed: Failed) -> None:
        now_ms = self._clock()
        count, first_ms = (due.tries.count, due.tries.first_ms) if due.tries else (0, now_ms)
        tries = Tries(count + 1, first_ms, failed.trouble)
        told = {"tries": tries.count, "trouble": failed.trouble, "error": failed.error}
        _log.info("webhook_failed", hook=self._webhook.name, **told)
        at_ms = next_try_ms(tries, now_ms, failed.told_s, random.random)
        if at_ms is None:
            _log.warning("webhook_given_up", hook=self._webhook.name, id=due.event_id)
            await self._hook.give_up(due, tries, now_ms)
        else:
            await self._hook.later(due, tries, at_ms)
