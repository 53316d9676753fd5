"""How much a site's programs may ask for."""

from service.domain.clock import Clock
from service.domain.rates import Quota
from service.sites import Site
from service.store import admission
from service.store.admission import Limit, Limited
from service.store.commands import Commands
from service.usecases.refusals import TooFastError


class Allowance:
    """Counts calls against the site's own limit, the one that comments of its programs count for too."""

    def __init__(self, commands: Commands, clock: Clock) -> None:
        self._commands = commands
        self._clock = clock

    async def take(self, site: Site) -> tuple[Quota, ...]:
        """Count one call and return what is left; nothing when the site has no limit.

        Raises
        ------
        TooFastError
            When the limit is used up; then the call is not counted.
        """
        rate = site.config.limits.site
        if rate is None:
            return ()
        request = admission.Request("", "", "", [Limit("site", site.name, rate)])
        answer = await admission.admit(self._commands, site.comments.keys, request, self._clock())
        if isinstance(answer, Limited):
            raise TooFastError(answer.name, answer.retry_after_s, answer.quotas)
        return answer.quotas if isinstance(answer, admission.Admitted) else ()
