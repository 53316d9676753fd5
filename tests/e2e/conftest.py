"""The service as people run it, with three moderators; these tests run on one loop, that of the browser."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from pytest_asyncio import is_async_test

from service.domain.clock import wall_clock
from service.store.commands import Commands
from service.store.connection import connect
from service.store.people import People, Role
from service.usecases.sign_in import SignIn
from tests.e2e.newsroom import BLOCKED, PASSWORD, PATIENCE_MS, WATCHED, Newsroom
from tests.support.processes import Service, fairword_serve

CONFIG = f"""
[sites.default]
limits = {{ address = "off", author = "off" }}
rules = {{ blocked_words = ["{BLOCKED}"], watched_words = ["{WATCHED}"], new_authors = "open" }}
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
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`fairword serve` for all tests."""
    folder = tmp_path_factory.mktemp("newsroom")
    config = folder / "fairword.toml"
    config.write_text(CONFIG)
    with fairword_serve(folder / "data", {"FAIRWORD_CONFIG": str(config)}) as service:
        yield service


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
async def sessions(store: Commands) -> dict[str, str]:
    """A session of each moderator."""
    people = People(store)
    sign_in = SignIn(people, wall_clock)
    for name, role in MODERATORS.items():
        await sign_in.add(name, PASSWORD, role)
    return {name: await people.start_session(name, wall_clock()) for name in MODERATORS}


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
