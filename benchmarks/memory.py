"""The memory of a serving process: `python -m benchmarks memory` (Linux)."""

import tempfile
from pathlib import Path

from benchmarks.machine import heading, keep, resident_mb
from benchmarks.running import fairword_serve
from benchmarks.submit import load

BAR_MB = 120
LOAD_S = 6


def main() -> None:
    """Load a service and write down what it has resident."""
    with (
        tempfile.TemporaryDirectory(prefix="fairword-") as folder,
        fairword_serve(Path(folder) / "data") as service,
    ):
        at_rest = resident_mb(service.pid, "VmRSS")
        load(service.url, seconds=LOAD_S, seed=1)
        serving = resident_mb(service.pid, "VmRSS")
        at_most = resident_mb(service.pid, "VmHWM")
    verdict = "holds" if serving <= BAR_MB else "DOES NOT HOLD"
    keep(
        "memory",
        [
            *heading("Memory of a serving process", "memory"),
            "Resident memory of the process of `fairword serve` with the shipped model, without Redis.",
            "",
            "| when | MB |",
            "| --- | ---: |",
            f"| ready, before the first comment | {at_rest:.0f} |",
            f"| after {LOAD_S} s of 64 connections posting comments | {serving:.0f} |",
            f"| at most: argon2 hashes the first password with 64 MB | {at_most:.0f} |",
            "",
            f"The bar is {BAR_MB} MB while serving and {verdict}.",
        ],
    )


if __name__ == "__main__":
    main()
