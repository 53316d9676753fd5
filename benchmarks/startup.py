"""From the command to an answer: `python -m benchmarks startup`."""

import statistics
import tempfile
from pathlib import Path

from benchmarks.machine import heading, keep
from benchmarks.running import fairword_serve

BAR_S = 2.0
ROUNDS = 5


def main() -> None:
    """Start the service on new data folders and on a used one, and write down how long it took."""
    with tempfile.TemporaryDirectory(prefix="fairword-") as folder:
        new = [ready_after_s(Path(folder) / f"data-{number}") for number in range(ROUNDS)]
        used = [ready_after_s(Path(folder) / "data-0") for _ in range(ROUNDS)]
    slowest = max(statistics.median(new), statistics.median(used))
    verdict = "holds" if slowest <= BAR_S else "DOES NOT HOLD"
    keep(
        "startup",
        [
            *heading("From `fairword serve` to the first answer", "startup"),
            "Seconds from the start of the process until `/readyz` says ready, its embedded server included;",
            "`make run` on an installed tree does nothing else.",
            "",
            "| data folder | median | rounds |",
            "| --- | ---: | --- |",
            _row("new", new),
            _row("used before", used),
            "",
            f"The bar is {BAR_S:.0f} s and {verdict}.",
        ],
    )


def ready_after_s(data_dir: Path) -> float:
    """How long one start takes."""
    with fairword_serve(data_dir) as service:
        return service.ready_after_s


def _row(name: str, rounds: list[float]) -> str:
    return f"| {name} | {statistics.median(rounds):.2f} | {', '.join(f'{each:.2f}' for each in rounds)} |"


if __name__ == "__main__":
    main()
