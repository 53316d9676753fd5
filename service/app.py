"""The application: the only place where the parts are put together."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from service.api.middleware import add_headers, observe, render_errors
from service.domain.addresses import within
from service.domain.clock import Clock, wall_clock
from service.domain.seal import Seal
from service.live_sites import LiveSites
from service.models import chosen_model
from service.ops.metrics import Metrics
from service.routes import ROUTES
from service.scoring.scorer import Scorer, open_scorer
from service.secret import secret_key
from service.services import SERVICES, Services
from service.settings import Settings
from service.site_config import load_config
from service.sites import usage_kept
from service.store.commands import Commands
from service.store.connection import connect
from service.store.people import People
from service.usecases.allowance import Allowance
from service.usecases.articles import Articles
from service.usecases.authors import Authors
from service.usecases.case_file import CaseFiles
from service.usecases.checking import Checking
from service.usecases.counting import counting
from service.usecases.feedback import Feedback
from service.usecases.history import History
from service.usecases.insights import Insight
from service.usecases.judging import Judging
from service.usecases.read import Reading
from service.usecases.review import Review
from service.usecases.score import Scoring
from service.usecases.sign_in import SignIn
from service.usecases.site_settings import SettingsDesk
from service.usecases.submit import Submit
from service.webhooks.background import deliveries


def create_app(settings: Settings, *, clock: Clock = wall_clock) -> web.Application:
    """Return the application, which opens what it needs when it starts.

    `settings.redis_url` must be set: `serve` puts the embedded server's address there.

    Raises
    ------
    ConfigError
        When the TOML file is wrong.
    """
    config = load_config(settings.config)

    async def services(app: web.Application) -> AsyncIterator[None]:
        commands = Commands(await connect(settings.redis_url))
        scorer = open_scorer(
            chosen_model(settings), settings.reader_folder, within_s=settings.second_reader_ms / 1_000
        )
        try:
            await commands.load_library()
            sites = LiveSites(config, scorer, commands)
            app[SERVICES] = assemble(settings, sites, commands, scorer, clock)
            async with (
                usage_kept(sites.sites),
                sites.following(),
                counting(sites.sites),
                deliveries(app[SERVICES]),
            ):
                yield
        finally:
            await scorer.close()
            await commands.close()

    app = web.Application(middlewares=[observe, render_errors])
    app.on_response_prepare.append(add_headers)
    app.add_routes(ROUTES)
    app.cleanup_ctx.append(services)
    app.on_shutdown.append(_end_long_answers)
    return app


async def _end_long_answers(app: web.Application) -> None:
    app[SERVICES].stopping.set()


def assemble(
    settings: Settings, live: LiveSites, commands: Commands, scorer: Scorer, clock: Clock
) -> Services:
    """Put the use cases together."""
    seal, people, metrics = Seal(secret_key(settings)), People(commands), Metrics()
    judging, allowance = Judging(scorer, metrics), Allowance(commands, clock)
    scoring, review = Scoring(scorer, judging), Review(clock, metrics)
    submit = Submit(commands, judging, seal, clock, metrics, refresh=live.refresh)
    return Services(
        settings=settings,
        clock=clock,
        seal=seal,
        commands=commands,
        scorer=scorer,
        sites=live.sites,
        people=people,
        submit=submit,
        scoring=scoring,
        allowance=allowance,
        checking=Checking(scoring, allowance, submit),
        feedback=Feedback(seal, clock),
        reading=Reading(seal, clock),
        review=review,
        case_files=CaseFiles(review, scorer, clock),
        history=History(clock),
        authors=Authors(clock),
        articles=Articles(clock),
        settings_desk=SettingsDesk(live, clock),
        insight=Insight(clock),
        sign_in=SignIn(people, clock),
        metrics=metrics,
        is_proxy=within(settings.trusted_proxies),
        stopping=asyncio.Event(),
    )
