"""The memory of a serving process, its second reader and its store: `python -m benchmarks memory` (Linux)."""

import asyncio
import tempfile
from pathlib import Path
from typing import NamedTuple

from redis import Redis

from benchmarks.machine import heading, keep, resident_mb
from benchmarks.running import Running, fairword_serve
from benchmarks.scoring import LENGTH, made_comments
from benchmarks.submit import load
from classifier import SHIPPED_READER
from service.scoring.reading_worker import ReadingWorker
from service.site_config import DEFAULT_SITE
from service.store.keys import SiteKeys

BAR_MB = 120
LOAD_S = 6
READ = 64
LONG = 5_000  # characters: many stretches, each as long as the encoder takes them


class Stored(NamedTuple):
    """What the embedded server holds."""

    comments: int
    memory_bytes: int
    file_bytes: int


def main() -> None:
    """Load a service, have a second reader read, and write down what they hold."""
    with (
        tempfile.TemporaryDirectory(prefix="fairword-") as folder,
        fairword_serve(Path(folder) / "data") as service,
    ):
        at_rest, empty = resident_mb(service.pid, "VmRSS"), stored(service)
        load(service.url, seconds=LOAD_S, seed=1)
        serving, full = resident_mb(service.pid, "VmRSS"), stored(service)
        at_most = resident_mb(service.pid, "VmHWM")
    verdict = "holds" if serving <= BAR_MB else "DOES NOT HOLD"
    in_memory_kb, on_disk_kb = kb_a_comment(empty, full)
    keep(
        "memory",
        [
            *heading("Memory of a serving process", "memory"),
            "Resident memory of the process of `fairword serve` with the shipped model, without Redis.",
            "",
            *_table(at_rest, f"after {LOAD_S} s of 64 connections posting comments", serving),
            f"| at most: argon2 hashes the first password with 64 MB | {at_most:.0f} |",
            "",
            f"The bar is {BAR_MB} MB while serving and {verdict}.",
            "",
            *_of_the_reader(),
            "",
            f"Each of the {full.comments:,} comments of about 300 characters that were posted takes",
            f"{in_memory_kb:.1f} kB of the embedded server's memory and {on_disk_kb:.1f} kB of its file.",
        ],
    )


def _of_the_reader() -> list[str]:
    ready, short, long = asyncio.run(reader_mb())
    return [
        "Of the second reader's process.",
        "",
        *_table(ready, f"at most, with {READ} comments of {LENGTH} characters", short),
        f"| at most, with {READ} comments of {LONG:,} characters | {long:.0f} |",
    ]


def _table(ready: float, then: str, then_mb: float) -> list[str]:
    return [
        "| when | MB |",
        "| --- | ---: |",
        f"| ready, before the first comment | {ready:.0f} |",
        f"| {then} | {then_mb:.0f} |",
    ]


def stored(service: Running) -> Stored:
    """What the service's embedded server holds now; each comment has one event so far."""
    with Redis.from_url(service.redis_url) as server:
        return Stored(
            int(server.xlen(SiteKeys(DEFAULT_SITE).decisions)),
            int(server.info("memory")["used_memory"]),
            int(server.info("persistence")["aof_current_size"]),
        )


def kb_a_comment(empty: Stored, full: Stored) -> tuple[float, float]:
    """What a comment takes of the server's memory, and of its file on the disk."""
    comments = full.comments - empty.comments
    return (
        (full.memory_bytes - empty.memory_bytes) / comments / 1e3,
        (full.file_bytes - empty.file_bytes) / comments / 1e3,
    )


async def reader_mb() -> list[float]:
    """The second reader's process: when it is ready, and at most after short and after long comments."""
    worker = ReadingWorker(SHIPPED_READER)
    worker.start()
    try:
        found = [resident_mb(await _pid(worker), "VmRSS")]
        for texts in (made_comments(READ, seed=1), [_long_comment(seed) for seed in range(READ)]):
            for text in texts:
                await worker.scores(text, within_s=10.0)
            found.append(resident_mb(await _pid(worker), "VmHWM"))
        return found
    finally:
        await worker.close()


async def _pid(worker: ReadingWorker) -> int:
    while not worker.is_ready or worker.pid is None:  # noqa: ASYNC110 - nothing else tells
        await asyncio.sleep(0.05)
    return worker.pid


def _long_comment(seed: int) -> str:
    return " ".join(made_comments(LONG // 200, seed))[:LONG]


if __name__ == "__main__":
    main()
