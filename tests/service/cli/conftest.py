from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from click.testing import CliRunner, Result

from service.cli import main

SECRET = "0123456789abcdef" * 4
Fairword = Callable[..., Result]


@pytest.fixture
def fairword(embedded_valkey: str, tmp_path: Path) -> Fairword:
    """Runs a command line on a real, empty server; settings may be given as keyword arguments."""
    with redis.Redis.from_url(embedded_valkey) as client:
        client.flushall()

    def run(*words: str, typed: str | bytes = "", **settings: str) -> Result:
        environment = {
            "FAIRWORD_REDIS_URL": embedded_valkey,
            "FAIRWORD_DATA_DIR": str(tmp_path / "data"),
            "FAIRWORD_SECRET_KEY": SECRET,
        } | settings
        return CliRunner().invoke(main, words, input=typed, env=environment, catch_exceptions=False)

    return run
