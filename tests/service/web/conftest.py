"""These tests run on the loop of the application that they call."""

from pathlib import Path

import pytest
import pytest_asyncio
from pytest_asyncio import is_async_test

from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every test of this folder on the session's loop."""
    on_one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if Path(__file__).parent in item.path.parents and is_async_test(item):
            item.add_marker(on_one_loop, append=False)


@pytest.fixture
def visitor(app: Application) -> Visitor:
    """Anyone, in a browser."""
    return Visitor(app.anyone)


@pytest_asyncio.fixture(loop_scope="session")
async def alice_there(app: Application, alice: Caller) -> Visitor:
    """A moderator, signed in in a browser."""
    return Visitor.with_session(app.anyone, alice)


@pytest_asyncio.fixture(loop_scope="session")
async def bob_there(app: Application, bob: Caller) -> Visitor:
    """Another moderator, signed in in a browser."""
    return Visitor.with_session(app.anyone, bob)


@pytest_asyncio.fixture(loop_scope="session")
async def erin_there(app: Application, erin: Caller) -> Visitor:
    """An editor, signed in in a browser."""
    return Visitor.with_session(app.anyone, erin)
