"""What a face costs beside `POST /v1/score` of the same text, kept in `benchmarks/results/faces.md`.

The calls take turns in one run, so that whatever else the machine does falls on all of them alike. Compared
are the time until the answer is there, and the processor's time that the service spends on it in all its
threads: other programs on the machine disturb that least.
"""

import asyncio
import hashlib
import hmac
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from tqdm import tqdm

from benchmarks.machine import heading, keep
from benchmarks.running import FAIRWORD, Running, fairword_serve

ROUNDS = 60
AT_A_TURN = 20
WARM_UP = 3
TEXT = "I was at the town hall on Monday, and nobody asked the people of the harbour. " * 4
BATCH = [f"{TEXT} {number}" for number in range(32)]
SECRET = "a-secret-of-the-benchmark"  # noqa: S105 - of a service that lives for a minute
CONFIG = f'[sites.default.faces.coral]\nsecrets = ["{SECRET}"]\n'
BAR = 1.15


@dataclass(frozen=True)
class Call:
    """One way of having texts scored, and what it took, in seconds."""

    name: str
    path: str
    body: bytes
    headers: dict[str, str]
    waited_s: list[float] = field(default_factory=list)
    """Of each request."""
    worked_s: list[float] = field(default_factory=list)
    """The processor's time of one request, of each turn."""


def calls(key: str) -> list[list[Call]]:
    """Return groups: our own call first, then the same texts by each face."""
    as_json = {"Content-Type": "application/json"}
    bearer = as_json | {"Authorization": f"Bearer {key}"}
    analysis = {"comment": {"text": TEXT}, "requestedAttributes": {"TOXICITY": {}}, "doNotStore": True}
    form = {"api_key": key, "blog": "https://news.example", "user_ip": "192.0.2.7"}
    encoded = urlencode(form | {"comment_content": TEXT}).encode()
    coral = json.dumps({"action": "NEW", "comment": {"body": TEXT}, "story": {"id": "s"}}).encode()
    signed = {"X-Coral-Signature": "sha256=" + hmac.new(SECRET.encode(), coral, hashlib.sha256).hexdigest()}
    return [
        [
            Call("`POST /v1/score`", "/v1/score", json.dumps({"texts": [TEXT]}).encode(), bearer),
            Call(
                "Perspective", f"/v1alpha1/comments:analyze?key={key}", json.dumps(analysis).encode(), as_json
            ),
            Call("OpenAI", "/v1/moderations", json.dumps({"input": TEXT}).encode(), bearer),
            Call(
                "Akismet",
                "/1.1/comment-check",
                encoded,
                {"Content-Type": "application/x-www-form-urlencoded"},
            ),
            Call("Coral", "/coral/default", coral, as_json | signed),
        ],
        [
            Call("`POST /v1/score`, 32 texts", "/v1/score", json.dumps({"texts": BATCH}).encode(), bearer),
            Call("OpenAI, 32 texts", "/v1/moderations", json.dumps({"input": BATCH}).encode(), bearer),
        ],
    ]


async def measure(running: Running, found: list[Call]) -> None:
    """Send each call some times a round and keep what it took."""
    async with aiohttp.ClientSession() as session:
        for number in tqdm(range(WARM_UP + ROUNDS), "Measuring", disable=None):
            for call in found:
                before_s = worked_s(running.pid)
                waited_s = [await _send(session, running.url, call) for _ in range(AT_A_TURN)]
                if number >= WARM_UP:
                    call.waited_s.extend(waited_s)
                    call.worked_s.append((worked_s(running.pid) - before_s) / AT_A_TURN)


async def _send(session: aiohttp.ClientSession, url: str, call: Call) -> float:
    started_s = time.perf_counter()
    async with session.post(url + call.path, data=call.body, headers=call.headers) as response:
        await response.read()
        if not response.ok:
            raise RuntimeError(f"{call.name} answered {response.status}: {await response.text()}")
    return time.perf_counter() - started_s


def worked_s(pid: int) -> float:
    """Return the processor's time that a process has used, with all of its threads (Linux)."""
    files = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[0]) for file in files) / 1e9


def table(groups: list[list[Call]]) -> Iterator[str]:
    """Yield the lines of a table: the medians of each call and their ratios to our own of the same texts."""
    yield "| call | answer after | ratio | processor | ratio |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for own, *faces in groups:
        for call in (own, *faces):
            waited, worked = statistics.median(call.waited_s), statistics.median(call.worked_s)
            ratios = (waited / statistics.median(own.waited_s), worked / statistics.median(own.worked_s))
            cells = (
                f"{waited * 1e3:.2f} ms",
                f"{ratios[0]:.2f}",
                f"{worked * 1e3:.2f} ms",
                f"{ratios[1]:.2f}",
            )
            yield f"| {' | '.join([call.name, *cells])} |"


@contextmanager
def a_service() -> Iterator[tuple[Running, str]]:
    """A service of our own and a key of its site."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        with fairword_serve(data_dir, config=CONFIG) as running:
            made = [str(FAIRWORD), "key", "create", "--site", "default"]
            environment = {"FAIRWORD_DATA_DIR": str(data_dir)}
            printed = subprocess.run(made, env=environment, check=True, capture_output=True, text=True).stdout
            yield running, printed.splitlines()[-1]


def main() -> None:
    """Measure, print, and write the results down."""
    load = os.getloadavg()[0]
    with a_service() as (running, key):
        groups = calls(key)
        for group in groups:
            asyncio.run(measure(running, group))
    about = (
        f"One connection, calls in turns of {AT_A_TURN}, medians of {ROUNDS * AT_A_TURN:,} requests each; a"
        f" comment of {len(TEXT)} characters, a site without limits. The bar is {BAR}. The machine's load was"
        f" {load:.1f}."
    )
    limits = (
        "A limit `site` or `key` costs one round trip to Redis more, which `POST /v1/score` does not count."
    )
    keep("faces", [*heading("What a face costs", "faces"), about, "", *table(groups), "", limits])


if __name__ == "__main__":
    main()
