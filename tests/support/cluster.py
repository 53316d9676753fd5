"""A real cluster of three primaries on this machine."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import redis

from tests.support.redis_servers import free_port, redis_over_tcp

SLOTS = 16_384
Node = Any  # a redis.Redis, whose execute_command has no types
_PRIMARIES = 3
_PATIENCE_S = 20.0
_POLL_S = 0.02


@contextmanager
def redis_cluster(folder: Path) -> Iterator[list[str]]:
    """Three primaries, each with a third of the slots, answer on the yielded addresses."""
    with ExitStack() as stack:
        buses = [free_port() for _ in range(_PRIMARIES)]
        urls = [stack.enter_context(_node(folder / f"node-{bus}", bus)) for bus in buses]
        nodes = [stack.enter_context(redis.Redis.from_url(url, decode_responses=True)) for url in urls]
        _share_out_slots(nodes)
        _introduce(nodes, buses)
        _wait_until_they_agree(nodes)
        yield urls


@contextmanager
def _node(folder: Path, bus: int) -> Iterator[str]:
    folder.mkdir()
    with redis_over_tcp(folder, "--cluster-enabled", "yes", "--cluster-port", str(bus)) as url:
        yield url


def _share_out_slots(nodes: list[Node]) -> None:
    bounds = [SLOTS * number // len(nodes) for number in range(len(nodes) + 1)]
    for node, (first, end) in zip(nodes, pairwise(bounds), strict=True):
        node.execute_command("CLUSTER ADDSLOTSRANGE", first, end - 1)


def _introduce(nodes: list[Node], buses: list[int]) -> None:
    for node, bus in zip(nodes[1:], buses[1:], strict=True):
        port = node.get_connection_kwargs()["port"]
        nodes[0].execute_command("CLUSTER MEET", "127.0.0.1", port, bus)


def _wait_until_they_agree(nodes: list[Node]) -> None:
    deadline_s = time.monotonic() + _PATIENCE_S
    while not all(_is_complete(node) for node in nodes):
        assert time.monotonic() < deadline_s, [node.execute_command("CLUSTER INFO") for node in nodes]
        time.sleep(_POLL_S)


def _is_complete(node: Node) -> bool:
    info = node.execute_command("CLUSTER INFO")
    return bool(info["cluster_state"] == "ok" and int(info["cluster_known_nodes"]) == _PRIMARIES)
