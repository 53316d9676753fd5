"""Readers who hang up, or never finish what they began to send."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from service.api import bodies
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
