"""docker-compose.yml as Compose reads it: variables put in, checked against the Compose specification."""

import os
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from compose_spec import PyCompose
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.support.redis_servers import free_port
from tests.support.requirement import needed_program

COMPOSE_FILE = Path(__file__).parents[2] / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


class MissingVariableError(Exception):
    """Raised with the message of a `${NAME:?message}` that is not set."""


def read_compose(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the file with the variables put in.

    Raises
    ------
    MissingVariableError
        When the file insists on a variable that is not given.
    ValueError
        When the result is not what the Compose specification allows; the message says where.
    """

    def replacement(found: re.Match[str]) -> str:
        given = variables.get(found["name"], "")
        if not given and found["kind"] == "?":
            raise MissingVariableError(f"{found['name']}: {found['rest']}")
        return given or (found["rest"] if found["kind"] == "-" else "")

    text = _VARIABLE.sub(replacement, COMPOSE_FILE.read_text(encoding="utf-8"))
    compose = PyCompose.from_yaml(text)
    compose.validate()
    return dict(compose.to_dict())


@dataclass
class RedisContainer:
    """The compose file's Redis as it would run, with this machine's Redis in place of the image's Valkey."""

    service: Mapping[str, Any]
    folder: Path
    port: int
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def prepare(cls, service: Mapping[str, Any], folder: Path) -> Self:
        """Make the folder of its data, and programs of the image's names.

        In its own network a container takes the usual port; here many servers share one, so the programs
        name another.
        """
        port = free_port()
        server, client = needed_program("redis-server"), needed_program("redis-cli")
        for name, program in {"valkey-server": f"{server} --port", "valkey-cli": f"{client} -p"}.items():
            (folder / name).write_text(f'#!/bin/sh\nexec {program} {port} "$@"\n', encoding="utf-8")
            (folder / name).chmod(0o755)
        (folder / "data").mkdir()
        path = f"{folder}:{os.environ['PATH']}"
        return cls(service, folder / "data", port, {**service["environment"], "PATH": path})

    def start(self) -> None:
        """Run its command until it is healthy."""
        command = ["/usr/bin/env", *self.service["command"]]
        self.process = subprocess.Popen(command, cwd=self.folder, env=self.environment)
        deadline = time.monotonic() + 10
        while not self.is_healthy():
            assert self.process.poll() is None, "the Redis of the compose file ended"
            assert time.monotonic() < deadline, "the Redis of the compose file did not become healthy in 10 s"

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def is_healthy(self, **environment: str) -> bool:
        """Run its health check."""
        command = ["/bin/sh", "-c", self.service["healthcheck"]["test"]]
        ended = subprocess.run(
            command, env={**self.environment, **environment}, check=False, capture_output=True
        )
        return ended.returncode == 0

    def client(self, password: str) -> "Redis":
        """Connect to it."""
        return Redis(
            port=self.port, password=password or None, decode_responses=True, retry=Retry(NoBackoff(), 0)
        )
