"""Deliveries in the background of a process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.background import end
from service.services import Services
from service.webhooks.delivery import Delivery


@asynccontextmanager
async def deliveries(services: Services) -> AsyncIterator[None]:
    """All endpoints of all sites are told what happens until the block ends."""
    found = [
        Delivery(site, webhook, services.commands, services.clock)
        for site in services.sites.values()
        for webhook in site.config.webhooks
    ]
    for each in found:
        await each.begin()
    tasks = [asyncio.create_task(each.run()) for each in found]
    try:
        yield
    finally:
        await end(*tasks)
        await asyncio.gather(*(each.close() for each in found))
