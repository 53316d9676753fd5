"""Fixtures for all tests."""

import os

import pytest
from hypothesis import settings

from tests.support.browser import chromium, page
from tests.support.redis_servers import debian_redis, embedded_valkey, redis_url, store_client

__all__ = ["chromium", "debian_redis", "embedded_valkey", "page", "redis_url", "store_client"]

# Scikit-learn's checks of its estimators skip those on array types unless SciPy, when imported, finds this.
os.environ.setdefault("SCIPY_ARRAY_API", "1")

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("fairword", deadline=None)
settings.load_profile("fairword")


_LONGEST = ("tests/training/test_cli.py", "tests/e2e/", "tests/training/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that none of them is left to one process in the end."""
    items.sort(key=lambda item: [not item.nodeid.startswith(longest) for longest in _LONGEST])
