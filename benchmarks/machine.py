"""Where and how something was measured: the head of every page of results."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def heading(title: str, name: str) -> list[str]:
    """The first lines of the results of `benchmarks/NAME.py`."""
    return [
        f"# {title}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores,",
        f"Python {platform.python_version()}. `python -m benchmarks {name}`",
        "",
    ]


def processor() -> str:
    """The processor's name, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.machine())


def resident_mb(process: int | str, field: str) -> float:
    """What the kernel counts as resident of a process: `VmRSS` now, `VmHWM` at most until now (Linux)."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition(f"{field}:")[2].split()[0]) * 1024 / 1e6


def keep(name: str, lines: list[str]) -> None:
    """The results are printed, and stand in `benchmarks/results/NAME.md`."""
    page = "\n".join([*lines, ""])
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(page, encoding="utf-8")
    print(page)
