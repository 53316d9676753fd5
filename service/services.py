"""What the handlers of one process work with, made once when it starts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from service.domain.clock import Clock
from service.domain.seal import Seal
from service.ops.metrics import Metrics
from service.scoring.scorer import Scorer
from service.settings import Settings
from service.sites import Site
from service.store.commands import Commands
from service.store.people import People
from service.usecases.allowance import Allowance
from service.usecases.articles import Articles
from service.usecases.authors import Authors
from service.usecases.case_file import CaseFiles
from service.usecases.checking import Checking
from service.usecases.feedback import Feedback
from service.usecases.history import History
from service.usecases.insights import Insight
from service.usecases.read import Reading
from service.usecases.refusals import UnknownSiteError
from service.usecases.review import Review
from service.usecases.score import Scoring
from service.usecases.sign_in import SignIn
from service.usecases.site_settings import SettingsDesk
from service.usecases.submit import Submit


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases and what they stand on."""

    settings: Settings
    clock: Clock
    seal: Seal
    commands: Commands
    scorer: Scorer
    sites: dict[str, Site]
    people: People
    submit: Submit
    scoring: Scoring
    allowance: Allowance
    checking: Checking
    feedback: Feedback
    reading: Reading
    review: Review
    case_files: CaseFiles
    history: History
    authors: Authors
    articles: Articles
    settings_desk: SettingsDesk
    insight: Insight
    sign_in: SignIn
    metrics: Metrics
    is_proxy: Callable[[str], bool]
    """Whether an address is one of a trusted proxy."""
    stopping: asyncio.Event
    """Set when the process is told to stop: long answers end."""

    def site(self, name: str) -> Site:
        """Return a configured site.

        Raises
        ------
        UnknownSiteError
            When there is none of this name.
        """
        if name not in self.sites:
            raise UnknownSiteError(name)
        return self.sites[name]

    @property
    def first_site(self) -> Site:
        """The site that is meant when none is named: `default`, else the first of the file."""
        return self.sites.get("default") or next(iter(self.sites.values()))


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)


def services_of(request: web.Request) -> Services:
    """Return the services of the application that handles a request."""
    return request.app[SERVICES]
