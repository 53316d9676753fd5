"""`fairword serve`: what a start says."""

import json
from pathlib import Path

import httpx
import pytest

from tests.support.processes import fairword_serve

SENTENCE = "There is no model, so every comment waits for a moderator."


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_start_without_a_model_says_what_follows_and_which_setting_is_wrong(
    tmp_path: Path, workers: str
) -> None:
    nowhere = tmp_path / "nowhere"
    told = {"FAIRWORD_MODEL_DIR": str(nowhere), "FAIRWORD_WORKERS": workers}
    with fairword_serve(tmp_path / "data", told) as service:
        ready = httpx.get(f"{service.url}/readyz").json()
    assert ready["checks"]["model"] == "missing: every comment goes to review"
    assert service.output().count(f"{SENTENCE} FAIRWORD_MODEL_DIR: {nowhere}/manifest.json: ") == 1
    assert "Fairword is ready." in service.output()


def test_a_log_for_machines_says_so_in_the_line_that_it_is_ready(tmp_path: Path) -> None:
    told = {"FAIRWORD_MODEL_DIR": str(tmp_path / "nowhere"), "FAIRWORD_LOG_FORMAT": "json"}
    with fairword_serve(tmp_path / "data", told) as service:
        pass
    lines = [json.loads(line) for line in service.output().splitlines()]
    (ready,) = (line for line in lines if line["event"] == "ready")
    assert ready["no_model"].startswith("FAIRWORD_MODEL_DIR: ")


def test_a_start_with_a_model_says_nothing_of_it(tmp_path: Path) -> None:
    with fairword_serve(tmp_path / "data") as service:
        pass
    assert "Fairword is ready." in service.output()
    assert SENTENCE not in service.output()
