"""The application on an embedded server, with three sites and three moderators."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import structlog

from service.settings import Settings
from service.store.embedded import embedded_server
from service.store.people import Role
from tests.support.application import Application, Caller, running_application, written_config

CONFIG = """
[sites.default]
origins = ["https://news.example"]
rules = {blocked_words = ["zorkwort"], watched_words = ["kettle*"]}

[sites.blog]

[sites.tight]
limits = {address = "3/1m", author = "2/1m", article = "4/1h", site = "5/1d"}
"""


@pytest.fixture(autouse=True)
def logs_as_at_first() -> None:
    """A command that ran in this process has said where logs go: the tests after it look elsewhere."""
    structlog.reset_defaults()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole_application(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Application]:
    """The application for all tests; it holds what earlier ones left."""
    folder = tmp_path_factory.mktemp("application")
    config = written_config(folder, CONFIG)
    async with embedded_server(folder, owner=True) as url:
        settings = Settings(redis_url=url, data_dir=folder, config=config, secret_key="s" * 32)
        async with running_application(settings) as application:
            yield application


@pytest_asyncio.fixture(loop_scope="session")
async def app(whole_application: Application) -> Application:
    """The application with nothing in it but keys and moderators."""
    await whole_application.forget_sites()
    return whole_application


@pytest.fixture
def reader(app: Application) -> Caller:
    """Anyone."""
    return app.anyone


@pytest_asyncio.fixture(loop_scope="session")
async def program(app: Application) -> Caller:
    """A program of the site `default`."""
    return await app.program()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def alice(whole_application: Application) -> Caller:
    """A moderator."""
    return await whole_application.moderator("alice")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bob(whole_application: Application) -> Caller:
    """Another moderator."""
    return await whole_application.moderator("bob")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def erin(whole_application: Application) -> Caller:
    """An editor."""
    return await whole_application.moderator("erin", Role.EDITOR)
