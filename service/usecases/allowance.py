"""How much a site's programs may ask for."""

from service.domain.clock import Clock
from service.domain.rates import Quota, Rate
from service.sites import Site
from service.store import admission
from service.store.admission import Limit, Limited
from service.store.commands import Commands
from service.usecases.refusals import TooFastError


class Allowance:
    """Counts calls against the limits of a site and of each of its keys, as comments of its programs are."""

    def __init__(self, commands: Commands, clock: Clock) -> None:
        self._commands = commands
        self._clock = clock

    async def take(self, site: Site, key: str = "") -> tuple[Quota, ...]:
        """Count one call and return what is left; nothing when there is no limit.

        `key` is the digest of the site key that the call came with, empty when it came otherwise.

        Raises
        ------
        TooFastError
            When a limit is used up; then the call is not counted.
        """
        limits = counted(program_rates(site, key))
        if not limits:
            return ()
        request = admission.Request("", "", "", limits)
        answer = await admission.admit(self._commands, site.comments.keys, request, self._clock())
        if isinstance(answer, Limited):
            raise TooFastError(answer.name, answer.retry_after_s, answer.quotas)
        return answer.quotas if isinstance(answer, admission.Admitted) else ()


Rates = list[tuple[str, str, Rate | None]]
"""Name of a limit, whom it is counted for, and how much; without a subject or a rate there is no limit."""


def program_rates(site: Site, key: str) -> Rates:
    """Return what counts for a program of a site; `key` as `Allowance.take` has it."""
    return [("site", site.name, site.config.limits.site), ("key", key, site.config.limits.key)]


def counted(rates: Rates) -> list[Limit]:
    """Return the limits that there are."""
    return [Limit(name, subject, rate) for name, subject, rate in rates if rate is not None and subject]
