"""The whole way of a comment against a bare handler with one EVALSHA: `python -m benchmarks submit`."""

import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.machine import heading, keep
from benchmarks.running import fairword_serve, free_port

BAR = 0.40
SERVICES = 5
ROUNDS = 45
ROUND_S = 1
CONNECTIONS = 64
_SCRIPT = Path(__file__).with_name("comments.lua")


def main() -> None:
    """Measure both in alternating rounds and write the ratio down."""
    ours, bare = [], []
    for number in range(SERVICES):
        with tempfile.TemporaryDirectory(prefix="fairword-") as folder:
            one, other = measure(Path(folder), first_seed=1 + number * ROUNDS)
        ours += one
        bare += other
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    low, ratio, high = statistics.quantiles(ratios, n=4)
    verdict = "holds" if ratio >= BAR else "DOES NOT HOLD"
    keep(
        "submit",
        [
            *heading("Submitting a comment", "submit"),
            "`POST /v1/comments` of `fairword serve` (admitted, scored, decided, recorded durably) against",
            "an aiohttp handler that reads JSON, makes one EVALSHA (an INCR) with redis-py and answers JSON.",
            "One process each, the same server (the Valkey that comes along, with `appendfsync always`),",
            "limits off; ours writes its line for each request, to nowhere; comments of about 300",
            "characters, as in `comments.lua`;",
            f"wrk, {CONNECTIONS} connections, {ROUNDS} rounds of {ROUND_S} s in turn, {SERVICES} times anew.",
            "",
            "| requests a second | median | half of the rounds |",
            "| --- | ---: | ---: |",
            _row("`fairword serve`, whole path", ours),
            _row("aiohttp + one EVALSHA", bare),
            "",
            "A machine that others use too is faster and slower from second to second: what counts is the",
            f"ratio of two rounds that follow each other. Its median is {ratio:.2f}, half of them are from",
            f"{low:.2f} to {high:.2f}; the bar is {BAR:.2f} and {verdict}.",
        ],
    )


def measure(folder: Path, first_seed: int) -> tuple[list[float], list[float]]:
    """Requests a second of each round of a new service: ours, and the bare handler's."""
    ours, bare = [], []
    with (
        fairword_serve(folder / "data", keep_log=False) as service,
        bare_handler(service.redis_url) as bare_url,
    ):
        for url in (service.url, bare_url):
            load(url, seconds=2, seed=0)
        for seed in range(first_seed, first_seed + ROUNDS):
            ours.append(load(service.url, seconds=ROUND_S, seed=seed))
            bare.append(load(bare_url, seconds=ROUND_S, seed=seed))
            print(f"round {seed}: {ours[-1]:,.0f} and {bare[-1]:,.0f} requests a second", flush=True)
    return ours, bare


@contextmanager
def bare_handler(redis_url: str) -> Iterator[str]:
    """The bare handler answers on the yielded address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.bare_evalsha", str(port), redis_url])
    try:
        url = f"http://127.0.0.1:{port}"
        while not _answers(url):
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()


def load(url: str, *, seconds: int, seed: int) -> float:
    """Requests a second that wrk got answered with 201.

    Raises
    ------
    RuntimeError
        If one was answered otherwise.
    """
    load = ("-t1", f"-c{CONNECTIONS}", f"-d{seconds}s")
    command = ["wrk", *load, "-s", str(_SCRIPT), url, "--", str(seed)]
    output = subprocess.check_output(command, text=True)
    found = {name: int(number) for name, number in re.findall(r"^(\w+) (\d+)$", output, re.MULTILINE)}
    if found["errors"]:
        raise RuntimeError(f"{found['errors']} requests failed:\n{output}")
    return found["requests"] / found["microseconds"] * 1e6


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1.0):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _row(name: str, rounds: list[float]) -> str:
    low, median, high = statistics.quantiles(rounds, n=4)
    return f"| {name} | {median:,.0f} | {low:,.0f} to {high:,.0f} |"
