"""What commands work with: the settings, and the same Redis as the service, the embedded one too."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from service.domain.seal import Seal
from service.logs import configure_logs
from service.secret import secret_key
from service.settings import Settings
from service.site_config import Config, Site, load_config
from service.site_settings import SiteSettings
from service.sites import keeping_of
from service.store.commands import Commands
from service.store.comments import Comments
from service.store.connection import connect
from service.store.embedded import embedded_server
from service.store.labels import Labels
from service.store.people import People
from service.store.site_settings import SettingsStore
from service.usecases.refusals import UnknownSiteError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store and what belongs to it."""

    settings: Settings
    config: Config
    commands: Commands
    people: People
    seal: Seal

    def comments(self, site: str) -> Comments:
        """Return the comments of a configured site."""
        retention = self.config.sites[self.check_site(site)].retention
        return Comments(self.commands, site, keeping_of(retention))

    def labels(self, site: str) -> Labels:
        """Return the training labels of a configured site."""
        retention = self.config.sites[self.check_site(site)].retention
        return Labels(self.commands, site, retention.labels * 1_000)

    async def site_config(self, site: str) -> Site:
        """Return the configuration of a site, with what its editors have set over it."""
        kept = await SettingsStore(self.commands, self.check_site(site)).find()
        return SiteSettings.read(self.config.sites[site], kept.typed).config

    def check_site(self, name: str) -> str:
        """Return the name of a configured site.

        Raises
        ------
        UnknownSiteError
            When it is not configured.
        """
        if name not in self.config.sites:
            raise UnknownSiteError(name)
        return name


def run(action: Callable[[Opened], Awaitable[T]]) -> T:
    """Run a command on the store that the environment's settings name."""

    async def within() -> T:
        settings = Settings.from_environment(os.environ)
        configure_logs(settings.log_format)
        async with store_url(settings, owner=False) as url, _open(settings, url) as opened:
            return await action(opened)

    return asyncio.run(within())


@asynccontextmanager
async def _open(settings: Settings, url: str) -> AsyncIterator[Opened]:
    commands = Commands(await connect(url))
    try:
        await commands.load_library()
        config = load_config(settings.config)
        yield Opened(settings, config, commands, People(commands), Seal(secret_key(settings)))
    finally:
        await commands.close()


@asynccontextmanager
async def store_url(settings: Settings, *, owner: bool) -> AsyncIterator[str]:
    """Redis answers on the yielded address: the one set, else the embedded one, started if need be."""
    if settings.redis_url:
        yield settings.redis_url
        return
    async with embedded_server(settings.data_dir, owner=owner) as url:
        yield url
