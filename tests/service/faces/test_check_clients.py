"""`fairword check-clients` tries every face and keeps nothing."""

import pytest

from tests.service.faces.conftest import CORAL_SECRET, Newsroom
from tests.support.processes import run_fairword


def test_every_face_passes(newsroom: Newsroom) -> None:
    key = newsroom.keys["queueing"]
    before = newsroom.labels("queueing")
    options = ("--key", key, "--site", "queueing", "--coral-secret", CORAL_SECRET)
    lines = newsroom.command("check-clients", newsroom.url, *options).splitlines()
    assert not [line for line in lines if not line.startswith("✓")][:-1]
    faces = {line[3:].partition(":")[0] for line in lines[:-1]}
    assert faces == {"Perspective", "Akismet", "OpenAI", "WordPress", "Coral", "own API"}
    assert lines[-1] == f"{len(lines) - 1} of {len(lines) - 1} pass."
    assert newsroom.labels("queueing") == before


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "nowhere"])
def test_what_does_not_pass_is_shown_and_ends_in_failure(newsroom: Newsroom, url: str) -> None:
    done = run_fairword("check-clients", url, "--key", "k" * 48, data_dir=newsroom.service.data_dir)
    assert done.returncode == 1
    assert "✗  Perspective: the discovery document is served" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("0 of ")


def test_a_wrong_key_fails_what_needs_one(newsroom: Newsroom) -> None:
    done = run_fairword("check-clients", newsroom.url, "--key", "k" * 48, data_dir=newsroom.service.data_dir)
    assert done.returncode == 1
    assert "✓  WordPress" in done.stdout
    assert "✗  Akismet: the key is valid" in done.stdout
