from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.embedded_server import wait_until_ended


@pytest.fixture(autouse=True)
def no_orphans(tmp_path: Path) -> Iterator[None]:
    yield
    for lock in tmp_path.rglob("server.lock"):
        if lock.read_text():
            wait_until_ended(int(lock.read_text()))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"
