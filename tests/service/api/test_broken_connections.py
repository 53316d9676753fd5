"""Readers who hang up, never finish what they began to send, or send what is no HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from service.api import bodies
from tests.service.api.posting import a_submission
from tests.service.api.problems import is_problem
from tests.support.application import Application


@asynccontextmanager
async def half_a_request(
    app: Application, rest: bytes
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection on which the beginning of a comment has arrived."""
    host, _, port = app.url.removeprefix("http://").partition(":")
    answer, sending = await asyncio.open_connection(host, int(port))
    sending.write(b"POST /v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest)
    await sending.drain()
    await app.anyone.get("/nothing")  # what was sent before this has arrived when this is answered
    try:
        yield answer, sending
    finally:
        sending.close()
        await sending.wait_closed()


async def test_whoever_hangs_up_halfway_is_counted_and_no_failure_of_ours(
    app: Application, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with half_a_request(app, b'Content-Length: 1000\r\n\r\n{"text": '):
        pass
    logged = ""
    async with asyncio.timeout(5):
        while "status=499" not in logged:
            await asyncio.sleep(0.01)
            logged += "".join(capfd.readouterr())
    assert "request_failed" not in logged
    assert not caplog.records


@pytest.mark.parametrize(
    "rest",
    [
        b'Content-Length: 1000\r\n\r\n{"text": ',
        b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nnonsense\r\n",
    ],
)
async def test_a_body_that_does_not_arrive_is_refused_in_the_end(
    app: Application, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], rest: bytes
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_S", 0.2)
    async with asyncio.timeout(5), half_a_request(app, rest) as (answer, _):
        assert (await answer.readline()).split()[1] in {b"408", b"400"}
    assert "request_failed" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01nonsense\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        b"GET /v1/decisions?after=" + b"secret" * 2_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/articles/\xfc/comments HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\x00\r\n\r\n",
        b"POST /v1/comments HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n{}",
    ],
)
async def test_what_is_no_request_is_a_problem_in_one_line_of_the_log_without_a_word_of_it(
    app: Application, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    host, _, port = app.url.removeprefix("http://").partition(":")
    answer, sending = await asyncio.open_connection(host, int(port))
    sending.write(sent)
    head, _, body = (await answer.read()).partition(b"\r\n\r\n")
    sending.close()
    assert b" 400 " in head.splitlines()[0]
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["code"] == "broken_request"
    logged = "".join(capfd.readouterr())
    assert "secret" not in logged + body.decode() + caplog.text
    assert "Traceback" not in logged + caplog.text


@pytest.mark.parametrize("path", ["/v1/comments", "/healthz", "/nothing", "/login"])
async def test_what_nobody_can_expect_is_refused_by_name(app: Application, path: str) -> None:
    refused = await app.anyone.sending(Expect="foo").get(path)
    assert is_problem(refused, 417, "expectation_failed")
    assert refused.json["detail"] == "The header Expect accepts 100-continue, got 'foo'."
    assert refused.headers["Server"] == "fairword"
    page = await app.anyone.sending(Expect="foo", Accept="text/html").get("/login")
    assert (page.status, page.headers["Content-Type"]) == (417, "text/html; charset=utf-8")


async def test_a_body_that_waits_to_be_asked_for_is_asked_for(app: Application) -> None:
    body = json.dumps(a_submission()).encode()
    waiting = f"Expect: 100-continue\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    async with asyncio.timeout(5), half_a_request(app, waiting) as (answer, sending):
        assert await answer.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        sending.write(body)
        assert (await answer.readline()).split()[1] == b"201"
