"""A site on a real server, with one endpoint; the clock is the test's."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
import redis.asyncio

from service.background import end
from service.domain.comment import Comment
from service.domain.webhook_secret import new_secret
from service.scoring.scorer import Scorer
from service.site_config import Config, Webhook
from service.site_config import Site as SiteConfig
from service.sites import Site, open_sites
from service.store.commands import Commands
from service.store.connection import connect
from service.store.hooks import Hook, Standing
from service.store.keys import SiteKeys
from service.webhooks.delivery import LEASE_MS, Delivery
from tests.support.comments import NOW_MS
from tests.support.node import node_clients
from tests.support.webhook_receiver import Receiver, receiver

__all__ = ["node_clients", "receiver"]

PATIENCE_S = 20.0
KEYS = SiteKeys("default").hook("cms")


class Clock:
    """Shows the time that the test sets."""

    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms

    def forward(self, seconds: float) -> None:
        self.now_ms += round(seconds * 1_000)


@dataclass
class Endpoint:
    """An endpoint of a site, and deliveries to it that run."""

    site: Site
    webhook: Webhook
    hook: Hook
    clock: Clock
    commands: Commands
    running: list[tuple[Delivery, asyncio.Task[None]]]

    async def start(self) -> None:
        """One more process delivers."""
        delivery = Delivery(self.site, self.webhook, self.commands, self.clock)
        await delivery.begin()
        self.running.append((delivery, asyncio.create_task(delivery.run())))

    async def stop(self) -> None:
        """No process delivers any more."""
        for delivery, task in self.running:
            await end(task)
            await delivery.close()
        self.running.clear()

    async def standing_with(self, what: str) -> Standing:
        """Return how things are once there is `what`: `dead` letters, `trouble`, or why it is `disabled`."""
        async with asyncio.timeout(PATIENCE_S):
            while not getattr(standing := await self.hook.standing(), what):
                await asyncio.sleep(0.02)
        return standing

    async def put_off(self, comment: Comment, tries: int) -> int:
        """Return when the first event of a comment is due again (ms), once it was tried so often in vain."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                kept = await self.commands.run("HGET", KEYS.tries, comment.id)
                if kept and json.loads(kept)["count"] == tries:
                    return int(await self.commands.run("ZSCORE", KEYS.due, comment.id))
                await asyncio.sleep(0.02)

    async def whole_turn(self) -> None:
        """Whoever delivers has looked for what is due once more, a millisecond ago at the latest."""
        for _ in range(2):  # the next turn begins when the one before has ended
            self.clock.now_ms += 1
            async with asyncio.timeout(PATIENCE_S):
                while (
                    int(await self.commands.run("HGET", KEYS.state, "lease_until")) < self.clock() + LEASE_MS
                ):
                    await asyncio.sleep(0.02)


async def until(condition: Callable[[], object]) -> None:
    """A condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture
async def commands(debian_redis: str) -> AsyncIterator[Commands]:
    """An empty server with our functions."""
    client = redis.asyncio.Redis.from_url(debian_redis)
    await client.flushall()
    await client.aclose()
    commands = Commands(await connect(debian_redis))
    await commands.load_library()
    yield commands
    await commands.close()


@pytest.fixture
async def endpoint(commands: Commands, receiver: Receiver) -> AsyncIterator[Endpoint]:
    """An endpoint that nothing is delivered to yet."""
    secrets = [new_secret(), new_secret()]
    fields = {"name": "cms", "url": receiver.url, "secrets": secrets, "allow_private": True, "timeout": "2s"}
    webhook = Webhook.model_validate(fields)
    config = Config(sites={"default": SiteConfig(webhooks=(webhook,))})
    site = open_sites(config, Scorer(None), commands)["default"]
    endpoint = Endpoint(site, webhook, Hook(commands, "default", "cms"), Clock(), commands, [])
    yield endpoint
    await endpoint.stop()
