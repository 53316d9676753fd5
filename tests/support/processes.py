"""The command `fairword`, run as a process of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.redis_servers import free_port

FAIRWORD = Path(sys.executable).with_name("fairword")
_START_PATIENCE_S = 30.0
_STOP_PATIENCE_S = 30.0
_ANSWER_PATIENCE_S = 5.0
_POLL_S = 0.02


@dataclass(frozen=True)
class Service:
    """A running `fairword serve`."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        """Everything that it has printed so far."""
        return self.log.read_text()

    def wait_until_ready(self) -> None:
        """`/readyz` answers 200."""
        deadline_s = time.monotonic() + _START_PATIENCE_S
        while not self.is_ready():
            assert self.process.poll() is None, f"fairword serve ended:\n{self.output()}"
            assert time.monotonic() < deadline_s, f"fairword serve is not ready:\n{self.output()}"
            time.sleep(_POLL_S)

    def is_ready(self) -> bool:
        """Whether `/readyz` answers 200 now."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=_ANSWER_PATIENCE_S):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def kill9(self) -> None:
        """The service is dead without a last word; its server learns of it through the guard."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """The service has ended as on Ctrl-C or `systemctl stop`; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_STOP_PATIENCE_S)


@contextmanager
def fairword_serve(
    data_dir: Path, environment: Mapping[str, str] | None = None, *, port: int | None = None
) -> Iterator[Service]:
    """A ready `fairword serve` on `data_dir` and a free port, stopped after the block."""
    service = start_fairword(data_dir, environment, port=port)
    try:
        service.wait_until_ready()
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def start_fairword(
    data_dir: Path, environment: Mapping[str, str] | None = None, *, port: int | None = None
) -> Service:
    """`fairword serve` just started, ready or not; whoever calls this ends it."""
    port = port or free_port()
    log = data_dir.with_name(f"{data_dir.name}.serve.log")
    with log.open("ab") as output:
        process = subprocess.Popen(
            [FAIRWORD, "serve"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(data_dir, {"FAIRWORD_PORT": str(port)} | dict(environment or {})),
        )
    return Service(f"http://127.0.0.1:{port}", data_dir, process, log)


def run_fairword(
    *arguments: str, data_dir: Path, environment: Mapping[str, str] | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """What `fairword` with `arguments` printed, given `typed` on its standard input, and its status."""
    return subprocess.run(
        [FAIRWORD, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=_START_PATIENCE_S,
        env=_environment(data_dir, environment or {}),
        check=False,
    )


def _environment(data_dir: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with no settings of Fairword but these, and without a second reader."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWORD_")}
    return ours | {"FAIRWORD_SECOND_READER": "off", "FAIRWORD_DATA_DIR": str(data_dir)} | dict(settings)
