"""Schemathesis reads what the service says of itself, and throws at it whatever follows from that.

In the suite a hundred requests or so; `make fuzz` sends thousands.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.application import Application, Caller
from tests.support.faces_description import described_faces

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "60"))
ENDLESS = "/v1/review/events"
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CHECKS = ("status_code_conformance", "content_type_conformance")
CONFIG = """
headers = {{ Authorization = "{program}" }}

[[operations]]
include-path-regex = "^/v1/review/"
headers = {{ Authorization = "{moderator}" }}
"""

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_no_request_makes_the_service_fail(app: Application, erin: Caller, tmp_path: Path) -> None:
    program = await app.program()
    key = program.headers["Authorization"].removeprefix("Bearer ")
    description = (await app.anyone.get("/openapi.json")).json
    del description["paths"][ENDLESS]
    description["paths"] |= described_faces(key)
    (tmp_path / "openapi.json").write_text(json.dumps(description))
    config = CONFIG.format(program=program.headers["Authorization"], moderator=erin.headers["Authorization"])
    (tmp_path / "schemathesis.toml").write_text(config)
    before = await answered(app)
    report = await thrown_at(app.url, tmp_path, calls=sum(map(len, description["paths"].values())))
    after = await answered(app)
    assert report["failures"] == []
    assert after.get("500", 0) == before.get("500", 0)
    assert sum(after.values()) - sum(before.values()) >= REQUESTS


async def answered(app: Application) -> dict[str, float]:
    """How many requests were answered so far, by status."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families((await app.anyone.get("/metrics")).text):
        for sample in family.samples:
            if sample.name == "fairword_requests_total":
                found[sample.labels["status"]] = found.get(sample.labels["status"], 0) + sample.value
    return found


async def thrown_at(url: str, folder: Path, calls: int) -> dict[str, Any]:
    """What Schemathesis reports of `REQUESTS` requests and more, by the description in the folder."""
    options = {
        "--url": url,
        "--phases": "fuzzing",
        "--max-examples": str(1 + REQUESTS * 5 // (4 * calls)),  # some calls have few ways of being sent
        "--checks": ",".join(CHECKS),
        "--report-json-path": str(folder / "report.json"),
    }
    words = [word for option in options.items() for word in option]
    process = await asyncio.create_subprocess_exec(
        SCHEMATHESIS, "--config-file", "schemathesis.toml", "--no-color",
        "run", "openapi.json", *words, "--continue-on-failure",
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    if process.returncode or os.environ.get("FUZZ_REQUESTS"):
        print(printed.decode())  # noqa: T201 - says what failed, and how to send it again
    report: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return report
