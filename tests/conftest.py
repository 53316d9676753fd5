"""Fixtures for all tests."""

from hypothesis import settings

from tests.support.browser import chromium, page
from tests.support.redis_servers import debian_redis, embedded_valkey, redis_url, store_client

__all__ = ["chromium", "debian_redis", "embedded_valkey", "page", "redis_url", "store_client"]

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("fairword", deadline=None)
settings.load_profile("fairword")
