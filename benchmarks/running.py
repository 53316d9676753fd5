"""A running `fairword serve` to measure."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.store.embedded.binary import bundled_server

FAIRWORD = Path(sys.executable).with_name("fairword")
_PATIENCE_S = 60.0
_POLL_S = 0.005
_NO_LIMITS = '[sites.default]\nlimits = { address = "off", author = "off" }\n'


@dataclass(frozen=True)
class Running:
    """A service that answers."""

    url: str
    data_dir: Path
    pid: int
    ready_after_s: float
    """How long it took from the start of the process until `/readyz` answered."""

    @property
    def redis_url(self) -> str:
        """The address of its embedded server."""
        return f"unix://{self.data_dir}/redis/redis.sock?db=0"


@contextmanager
def fairword_serve(data_dir: Path, *, config: str = _NO_LIMITS, keep_log: bool = True) -> Iterator[Running]:
    """One worker serves on `data_dir` until the block ends, by default without rate limits.

    `config` is a TOML file's text. The log is kept beside the data, or goes nowhere. The embedded server is
    the one that comes along, as on a machine that has none of its own.
    """
    file = data_dir.with_suffix(".toml")
    file.write_text(config, encoding="utf-8")
    port = free_port()
    settings = {"DATA_DIR": str(data_dir), "PORT": str(port), "CONFIG": str(file)}
    settings |= {"TRUSTED_PROXIES": "127.0.0.1"}
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWORD_")}
    environment = ours | {f"FAIRWORD_{name}": value for name, value in settings.items()}
    environment["PATH"] = os.pathsep.join([str(bundled_server().parent), ours["PATH"]])
    started_s = time.perf_counter()
    with (data_dir.with_suffix(".log") if keep_log else Path(os.devnull)).open("ab") as log:
        process = subprocess.Popen([FAIRWORD, "serve"], env=environment, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url)
        yield Running(url, data_dir, process.pid, time.perf_counter() - started_s)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A TCP port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(url: str) -> None:
    deadline_s = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline_s:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=1.0):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(_POLL_S)
    raise TimeoutError(f"fairword serve did not answer within {_PATIENCE_S:.0f} s")
