"""Node clients in `tests/clients`, installed from their lock file and run as programs of their own."""

import fcntl
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.requirement import needed_program

CLIENTS = Path(__file__).parents[1] / "clients"
_LOCK = CLIENTS / "package-lock.json"
_INSTALLED = CLIENTS / "node_modules" / ".package-lock.json"
_INSTALL_PATIENCE_S = 300
_RUN_PATIENCE_S = 60


@dataclass(frozen=True)
class NodeClients:
    """The programs of `tests/clients`; each prints what its client made of the service as JSON."""

    node: Path

    def run(self, program: str, *arguments: str) -> Any:
        """What a program printed."""
        done = subprocess.run(
            [self.node, CLIENTS / program, *arguments],
            capture_output=True,
            text=True,
            timeout=_RUN_PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def node_clients() -> NodeClients:
    """Installed clients; without Node or the registry the test is skipped, or fails on a CI machine."""
    node, npm = needed_program("node"), needed_program("npm")
    with _LOCK.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes, which share the clients
        if not _INSTALLED.exists() or _INSTALLED.stat().st_mtime < _LOCK.stat().st_mtime:
            _install(npm)
    return NodeClients(node)


def _install(npm: Path) -> None:
    done = subprocess.run(
        [npm, "ci"], cwd=CLIENTS, capture_output=True, text=True, timeout=_INSTALL_PATIENCE_S, check=False
    )
    if done.returncode != 0:
        missing = f"the Node clients could not be installed: {done.stderr[-500:]}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
