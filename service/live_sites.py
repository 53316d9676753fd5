"""The sites of a process, each as its editors have set it by now."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog

from service.background import repeating
from service.scoring.scorer import Scorer
from service.site_config import Config
from service.site_config import Site as SiteConfig
from service.site_settings import InvalidSettingsError, SiteSettings
from service.sites import Policies, Site, open_sites, policies_for
from service.store.commands import Commands
from service.store.site_settings import FIRST_VERSION

_EVERY_S = 1.0
"""A comment never meets old settings: `admit` compares their version. All else does for this long at most."""

_log = structlog.get_logger(__name__)


class LiveSites:
    """Sites by name.

    A request works with the site as it was when it came; the next one may find it set anew.
    """

    def __init__(self, config: Config, scorer: Scorer, commands: Commands) -> None:
        self._config = config
        self._scorer = scorer
        self._commands = commands
        self.sites = open_sites(config, scorer, commands)

    def configured(self, site: Site) -> SiteConfig:
        """Return what the configuration says of a site."""
        return self._config.sites[site.name]

    def policies(self, settings: SiteSettings) -> Policies:
        """Return the policies that a site with these settings would have."""
        return policies_for(settings.config, self._scorer)

    async def refresh(self, site: Site) -> Site:
        """Return the site as it is set now, which all later requests find too."""
        kept = await site.settings.find()
        config = self.configured(site)
        try:
            settings = SiteSettings.read(config, kept.typed)
        except InvalidSettingsError as error:  # kept by another version of the service
            _log.error("settings_not_understood", site=site.name, error=str(error))
            settings = SiteSettings(config)
        self.sites[site.name] = replace(
            site,
            config=settings.config,
            policies=self.policies(settings),
            house_rules=settings.house_rules,
            settings_version=kept.version,
        )
        return self.sites[site.name]

    async def refresh_all(self) -> None:
        """Have every site as it is set now."""
        sites = list(self.sites.values())
        versions = await self._commands.run_all([site.settings.ask_version for site in sites])
        for site, version in zip(sites, versions, strict=True):
            if (version or FIRST_VERSION) != site.settings_version:
                await self.refresh(site)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Whatever any process sets is known here, until the block ends."""
        await self.refresh_all()
        async with repeating(self.refresh_all, every_s=_EVERY_S, name="following settings"):
            yield
