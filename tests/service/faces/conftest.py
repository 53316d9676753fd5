"""One running service for the tests of all faces, with a site for each way of being set up."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import httpx
import pytest

from service.cli.opened import Opened, run
from service.domain.clock import wall_clock
from tests.support.node import node_clients
from tests.support.processes import Service, fairword_serve, run_fairword

__all__ = ["node_clients"]

T = TypeVar("T")

CORAL_SECRET, OLD_CORAL_SECRET = "a-secret-of-the-newsroom", "the-secret-before-that"
CONFIG = f"""
[sites.default]

[sites.queueing.faces]
queue = ["akismet", "coral"]
[sites.queueing.faces.coral]
secrets = ["{CORAL_SECRET}", "{OLD_CORAL_SECRET}"]
timeout_ms = 2000
[sites.queueing.limits]
address = "off"

[sites.coral.faces.coral]
secrets = ["{CORAL_SECRET}"]
[sites.coral.rules]
blocked_words = ["kettlefish"]
watched_words = ["mayor"]

[sites.hasty.faces.coral]
secrets = ["{CORAL_SECRET}"]
timeout_ms = 1000

[sites.wordpress]
origins = ["https://news.example"]
[sites.wordpress.limits]
address = "off"
author = "3/1h"

[sites.limited.limits]
site = "1/1h"

[sites.keyed.limits]
key = "2/1h"
[sites.keyed.faces.coral]
secrets = ["another-secret-of-nobody-else"]

[sites.brisk.limits]
site = "1/1s"
"""


@dataclass(frozen=True)
class Newsroom:
    """A running service and a key for each of its sites."""

    service: Service
    keys: dict[str, str]
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return self.service.url

    @property
    def key(self) -> str:
        return self.keys["default"]

    def fresh_key(self, site: str) -> str:
        """A new key of a site, made as `fairword key create` does."""
        return self.run(lambda opened: opened.people.create_key(site, "tests", wall_clock()))

    def run(self, action: Callable[[Opened], Awaitable[T]]) -> T:
        """What an action on the same data returns: a command's work, without a process of its own."""
        settings = self.environment | {"FAIRWORD_DATA_DIR": str(self.service.data_dir)}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            return run(action)

    def command(self, *arguments: str) -> str:
        """What a command on the same data printed."""
        done = run_fairword(*arguments, data_dir=self.service.data_dir, environment=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def labels(self, site: str = "default") -> list[dict[str, Any]]:
        """The training labels of a site."""

        async def read(opened: Opened) -> list[dict[str, Any]]:
            return [asdict(label) async for label in opened.labels(site).read()]

        return self.run(read)

    def stored_bytes(self) -> bytes:
        """Everything that the service has written: its data and its log."""
        files = [path for path in self.service.data_dir.rglob("*") if path.is_file() and not path.is_socket()]
        return b"".join(path.read_bytes() for path in [*files, self.service.log])


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A running service."""
    folder = tmp_path_factory.mktemp("faces")
    config = folder / "fairword.toml"
    config.write_text(CONFIG)
    environment = {"FAIRWORD_CONFIG": str(config), "FAIRWORD_LOG_FORMAT": "json"}
    with fairword_serve(folder / "data", environment) as service:
        newsroom = Newsroom(service, {}, environment)
        for site in ("default", "queueing", "limited", "brisk", "wordpress"):
            newsroom.keys[site] = newsroom.fresh_key(site)
        yield newsroom


@pytest.fixture(scope="session")
def http(newsroom: Newsroom) -> Iterator[httpx.Client]:
    """A plain client of the service."""
    with httpx.Client(base_url=newsroom.url, timeout=20) as client:
        yield client
