"""A site's endpoint: takes webhooks on a port of this machine, and answers as a test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(frozen=True)
class Received:
    """One request."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.payload["data"]
        return found


Respond = Callable[[Received], tuple[int, dict[str, str]]]


def take_it(_: Received) -> tuple[int, dict[str, str]]:
    """Answer as an endpoint that is well."""
    return 204, {}


@dataclass
class Receiver:
    """What came in, and how it is answered."""

    url: str
    received: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    respond: Respond = take_it


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """An endpoint that answers until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = Received(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.received.append(request)
            status, headers = endpoint.respond(request)
            if status < 300:
                endpoint.taken.append(request)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    endpoint = Receiver(f"http://127.0.0.1:{server.server_port}/hooks")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An endpoint."""
    with webhook_receiver() as endpoint:
        yield endpoint
