"""The service as people run it, with three moderators; these tests run on one loop, that of the browser."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pytest_asyncio import is_async_test

from service.domain.clock import wall_clock
from service.store.commands import Commands
from service.store.connection import connect
from service.store.people import People, Role
from service.usecases.sign_in import SignIn
from tests.e2e.commenting import ARTICLE, element, publish
from tests.e2e.newsroom import BLOCKED, PASSWORD, PATIENCE_MS, WATCHED, Newsroom
from tests.support.host_page import HostSite, serving_site
from tests.support.processes import Service, fairword_serve
from tests.support.redis_servers import free_port

CONFIG = """
[sites.default]
origins = ["{origin}"]
limits = {{ address = "off", author = "off" }}
rules = {{ blocked_words = ["{blocked}"], watched_words = ["{watched}"], new_authors = "open" }}

[sites.tight]
origins = ["{origin}"]
limits = {{ address = "1/3s", author = "off" }}
"""
expect.set_options(timeout=PATIENCE_MS)

MODERATORS = {"alice": Role.MODERATOR, "bob": Role.MODERATOR, "erin": Role.EDITOR}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every test of this folder on the session's loop."""
    on_one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if Path(__file__).parent in item.path.parents and is_async_test(item):
            item.add_marker(on_one_loop, append=False)


@pytest.fixture(scope="session")
def site_port() -> int:
    """Where the web server of a site that has the form on its pages answers."""
    return free_port()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, site_port: int) -> Iterator[Service]:
    """`fairword serve` for all tests."""
    folder = tmp_path_factory.mktemp("newsroom")
    config = folder / "fairword.toml"
    origin = f"http://127.0.0.1:{site_port}"
    config.write_text(CONFIG.format(origin=origin, blocked=BLOCKED, watched=WATCHED))
    with fairword_serve(folder / "data", {"FAIRWORD_CONFIG": str(config)}) as service:
        yield service


@pytest_asyncio.fixture(loop_scope="session")
async def site(service: Service, site_port: int) -> AsyncIterator[HostSite]:
    """A site of another origin than the service, whose pages may post."""
    async with serving_site(HostSite(service.url, site_port)) as site:
        yield site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client for what tests prepare without a browser."""
    async with aiohttp.ClientSession() as http:
        yield http


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def store(service: Service) -> AsyncIterator[Commands]:
    """The service's own Redis."""
    commands = Commands(await connect(f"unix://{Path(service.data_dir, 'redis/redis.sock')}?db=0"))
    yield commands
    await commands.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def people(store: Commands) -> People:
    """Some moderators."""
    people = People(store)
    sign_in = SignIn(people, wall_clock)
    for name, role in MODERATORS.items():
        await sign_in.add(name, PASSWORD, role)
    return people


@pytest_asyncio.fixture(loop_scope="session")
async def sessions(people: People, store: Commands) -> dict[str, str]:
    """A session of each moderator, and no other: what pages of an earlier test still ask for is refused."""
    if earlier := await store.run("KEYS", "fw:session:*"):
        await store.run("DEL", *earlier)
    return {each.name: await people.start_session(each) for each in await people.list_moderators()}


@pytest_asyncio.fixture(loop_scope="session")
async def newsroom(
    service: Service,
    chromium: Browser,
    http: aiohttp.ClientSession,
    sessions: dict[str, str],
    store: Commands,
) -> AsyncIterator[Newsroom]:
    """The service with no comments yet; at the end nothing has gone wrong on any page."""
    kept = await store.run("KEYS", "fw:{*")
    if kept:
        await store.run("DEL", *kept)
    newsroom = Newsroom(service, chromium, http, sessions)
    yield newsroom
    await newsroom.close()
    assert newsroom.troubles == []


@pytest_asyncio.fixture(loop_scope="session")
async def reader(newsroom: Newsroom, site: HostSite) -> Page:
    """Somebody who reads an article of the site."""
    page = await newsroom.reader()
    await page.goto(publish(site, element(ARTICLE)))
    return page
