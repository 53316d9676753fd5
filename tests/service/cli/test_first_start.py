"""How to sign in for the first time, as each start tells it."""

import asyncio
from pathlib import Path

import pytest
import redis

from service.first_start import FirstSignIn, first_sign_in
from service.settings import Settings
from tests.service.cli.conftest import Fairword

PASSWORD = "correct horse battery"


@pytest.fixture
def settings(embedded_valkey: str, tmp_path: Path) -> Settings:
    return Settings(redis_url=embedded_valkey, data_dir=tmp_path / "data")


def told_at_a_start(settings: Settings) -> FirstSignIn | None:
    return asyncio.run(first_sign_in(settings))


@pytest.mark.usefixtures("fairword")
def test_it_is_told_until_its_file_is_deleted(settings: Settings) -> None:
    first = told_at_a_start(settings)
    assert first is not None
    assert told_at_a_start(settings) == first

    first.file.unlink()

    assert told_at_a_start(settings) is None


def test_one_that_was_disabled_is_not_told(settings: Settings, fairword: Fairword) -> None:
    told_at_a_start(settings)

    fairword("moderator", "disable", "editor")

    assert told_at_a_start(settings) is None


def test_one_that_has_another_password_is_not_told(settings: Settings, fairword: Fairword) -> None:
    told_at_a_start(settings)

    fairword("moderator", "password", "editor", "--password-stdin", typed=PASSWORD)

    assert told_at_a_start(settings) is None


def test_one_of_another_server_is_not_told(settings: Settings, fairword: Fairword) -> None:
    told_at_a_start(settings)
    with redis.Redis.from_url(settings.redis_url) as client:
        client.flushall()

    fairword("moderator", "add", "alice", "--password-stdin", typed=PASSWORD)

    assert told_at_a_start(settings) is None
