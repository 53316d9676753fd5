"""What editors set on a site: read, tried on the latest comments, kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.change import Change
from service.domain.clock import Clock
from service.live_sites import LiveSites
from service.site_settings import InvalidSettingsError, SiteSettings, differing
from service.sites import Site
from service.store.people import Moderator
from service.usecases.preview import Preview, preview
from service.usecases.refusals import InvalidError, RefusedError

_CHANGES = 50


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A site's settings as they stand, as the configuration has them, and who changed what."""

    version: str
    typed: Mapping[str, str]
    configured: Mapping[str, str]
    changes: list[Change]


class SettingsDesk:
    """Lets editors set rules, words, limits and budgets."""

    def __init__(self, live: LiveSites, clock: Clock) -> None:
        self._live = live
        self._clock = clock

    async def file(self, site: Site) -> SettingsFile:
        """Return the settings of a site as they stand now, whichever process set them."""
        site = await self._live.refresh(site)
        return SettingsFile(
            version=site.settings_version,
            typed=SiteSettings(site.config, site.house_rules).typed(),
            configured=SiteSettings(self._live.configured(site)).typed(),
            changes=await site.changes.latest(_CHANGES),
        )

    async def preview(self, site: Site, typed: Mapping[str, str]) -> Preview:
        """Return what these settings would have made of the latest comments.

        Raises
        ------
        InvalidError
            With a message for each setting that makes no sense.
        """
        site = await self._live.refresh(site)
        return await preview(site, self._live.policies(self._read(site, typed)))

    async def save(self, site: Site, moderator: Moderator, typed: Mapping[str, str], version: str) -> None:
        """Keep settings; every process goes by them from the next comment on.

        Raises
        ------
        InvalidError
            With a message for each setting that makes no sense.
        RefusedError
            403 for a moderator who is no editor, 409 when somebody else has set something since `version`.
        """
        if not moderator.is_editor:
            raise RefusedError(403, "editors_only", "Editors set this.")
        site = await self._live.refresh(site)
        wanted = self._read(site, typed).typed()
        before, after = differing(SiteSettings(site.config, site.house_rules).typed(), wanted)
        if not after:
            return
        change = Change.of_settings(moderator.name, self._clock(), before, after)
        _, kept = differing(SiteSettings(self._live.configured(site)).typed(), wanted)
        if not await site.settings.set(version, kept, change):
            detail = "Somebody else has changed the settings meanwhile; see below. Saving again sets yours."
            raise RefusedError(409, "settings_moved", detail)
        await self._live.refresh(site)

    def _read(self, site: Site, typed: Mapping[str, str]) -> SiteSettings:
        try:
            return SiteSettings.read(self._live.configured(site), typed)
        except InvalidSettingsError as error:
            raise InvalidError(error.errors) from error
