import asyncio
import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest

from service.settings import Settings
from service.workers import worker_processes

SLOW_TO_STOP = """#!/bin/sh
trap 'sleep 1.3; touch "$0.ended"; exit 0' TERM
sleep 0.2  # as a worker does, it comes to be only when its parent has it in hand
echo $$ >"$0.draft" && mv "$0.draft" "$0.started"
while :; do sleep 0.02; done
"""
"""Stands in for a worker that still has a request to answer when it is told to stop."""


async def test_a_worker_that_takes_a_while_to_stop_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = tmp_path / "worker"
    worker.write_text(SLOW_TO_STOP)
    worker.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(worker))
    with socket.socket() as listener:
        async with asyncio.timeout(20), worker_processes(Settings(workers=1), listener):
            while not (tmp_path / "worker.started").exists():
                await asyncio.sleep(0.01)
    assert (tmp_path / "worker.ended").exists()


async def test_ctrl_c_at_a_terminal_does_not_reach_a_worker_that_is_told_by_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = tmp_path / "worker"
    worker.write_text(SLOW_TO_STOP)
    worker.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(worker))
    started = tmp_path / "worker.started"
    with socket.socket() as listener:
        async with asyncio.timeout(20), worker_processes(Settings(workers=1), listener):
            while not started.exists():
                await asyncio.sleep(0.01)
            pid = int(started.read_text())
            assert os.getpgid(pid) == pid


async def test_the_counts_that_a_killed_service_left_are_removed_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "fairword-metrics-left"
    left.mkdir()
    (left / "in-use").touch()
    with socket.socket() as listener:
        async with worker_processes(Settings(workers=1), listener):
            (own,) = tmp_path.iterdir()
            assert own != left
    assert not own.exists()
