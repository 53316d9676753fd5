"""Fixtures for all tests."""

from tests.support.browser import chromium, page
from tests.support.redis_servers import debian_redis, embedded_valkey, redis_url, store_client

__all__ = ["chromium", "debian_redis", "embedded_valkey", "page", "redis_url", "store_client"]
