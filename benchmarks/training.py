"""How much memory training takes: `DATA=... ROWS=... python -m benchmarks training` (Linux).

The news comments under `DATA` are repeated, each time with another number before them, until there are `ROWS`
of them, in the form of the public original; every other dataset stays as it is. Fits go over the data in
shards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.machine import heading, keep

BAR_GIB = 6.0
_LABELS = ("severe_toxicity", "obscene", "threat", "insult", "identity_attack")
_SETTINGS = "most_in_memory = 20000\nepochs = 2\nfolds = 2\n"
_EVERY_S = 0.5
_PAGES_A_GIB = 2**30 // os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Print and keep the most memory that the run and its processes held at once."""
    data, rows = Path(os.environ["DATA"]), int(os.environ.get("ROWS", "1800000"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copytree(data, work / "data")
        _repeat(work / "data/civil_comments", rows)
        (work / "settings.toml").write_text(_SETTINGS, encoding="utf-8")
        peak, minutes = _measure(work)
    verdict = "holds" if peak <= BAR_GIB else "DOES NOT HOLD"
    keep(
        "training",
        [
            *heading("Memory of training", "training"),
            f"{rows:,} news comments (`ROWS`) beside the other datasets, in {minutes:.0f} minutes:",
            f"at most {peak:.2f} GiB in all processes together.",
            "",
            f"The bar is {BAR_GIB} GiB for 1.8 million and {verdict} for these.",
        ],
    )


def _repeat(folder: Path, rows: int) -> None:
    votes = pd.read_csv(folder / "votes.csv").rename(columns={"has_span_share": "toxicity"})
    times = -(-rows // len(votes))
    copies = [votes.assign(text=f"Take {number}: " + votes["text"].astype(str)) for number in range(times)]
    table = pd.concat(copies, ignore_index=True).head(rows)
    table = table.assign(**dict.fromkeys(_LABELS, 0.0)).assign(insult=table["toxicity"])
    table[["text", "toxicity", *_LABELS]].to_csv(folder / "train.csv", index=False)


def _measure(work: Path) -> tuple[float, float]:
    arguments = ["--data", str(work / "data"), "--out", str(work / "out"), "--report", str(work / "report")]
    command = [sys.executable, "-c", "from training.cli import train; train()", *arguments]
    start, most = time.monotonic(), 0.0
    run = subprocess.Popen([*command, "--config", str(work / "settings.toml")])
    while run.poll() is None:
        most = max(most, sum(_held(pid) for pid in _family(run.pid)))
        time.sleep(_EVERY_S)
    if run.returncode:
        sys.exit("The training run failed.")
    return most, (time.monotonic() - start) / 60


def _family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        found = [int(one) for one in children.read_text().split()]
    except OSError:
        return []
    return [pid, *(other for child in found for other in _family(child))]


def _held(pid: int) -> float:
    """Resident memory that is its own, in GiB; pages that files share are not counted twice."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return (int(resident) - int(shared)) / _PAGES_A_GIB
