"""What Prometheus sees."""

import os
from functools import cache

from aiohttp.hdrs import METH_ALL
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Set by `service.workers`: the folder in which the workers of one service keep their counts."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "fairword_requests", "Answered requests.", ["route", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "fairword_request_seconds",
            "Time to answer, in seconds.",
            ["route"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=self.registry,
        )
        self._decisions = Counter(
            "fairword_decisions", "Recorded comments by outcome.", ["site", "outcome"], registry=self.registry
        )
        self.refusals = Counter(
            "fairword_refusals",
            "Submissions refused, of which nothing is kept.",
            ["site", "code"],
            registry=self.registry,
        )
        self.verdicts = Counter(
            "fairword_verdicts", "Moderators' verdicts.", ["site", "verdict"], registry=self.registry
        )
        self._second_readings = Counter(
            "fairword_second_readings",
            "Comments that the model was not sure of, by whether the second reader answered in time.",
            ["result"],
            registry=self.registry,
        )
        self._second_reading_seconds = Histogram(
            "fairword_second_reading_seconds",
            "Time that a comment waited for the second reader, in seconds.",
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
            registry=self.registry,
        )
        self._answers = cache(self._answer)
        self._decided = cache(self._decisions.labels)
        self._readings = cache(self._second_readings.labels)

    def count_decision(self, site: str, outcome: str) -> None:
        """Count a comment that was recorded."""
        self._decided(site, outcome).inc()

    def count_second_reading(self, *, in_time: bool, seconds: float) -> None:
        """Count a comment that the model was not sure of, and how long it waited for the second reader."""
        self._readings("read" if in_time else "missed").inc()
        self._second_reading_seconds.observe(seconds)

    def count_answer(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered, and how long that took."""
        requests, times = self._answers(route, method if method in METH_ALL else "other", status)
        requests.inc()
        times.observe(seconds)

    def _answer(self, route: str, method: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(route, method, status), self._seconds.labels(route)

    def exposition(self) -> bytes:
        """Return all metrics in Prometheus' text format, summed over the workers when there are several."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
