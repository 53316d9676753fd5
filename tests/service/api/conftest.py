"""These tests run on the loop of the application that they call."""

from pathlib import Path

import pytest
from pytest_asyncio import is_async_test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every test of this folder on the session's loop."""
    on_one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if Path(__file__).parent in item.path.parents and is_async_test(item):
            item.add_marker(on_one_loop, append=False)
