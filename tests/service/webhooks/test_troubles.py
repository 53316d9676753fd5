"""Why an endpoint could not be told, in sentences."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from service.domain.webhook_secret import new_secret
from service.site_config import Webhook
from service.webhooks.sender import Failed, Sender
from service.webhooks.troubles import no_answer, sentence
from tests.support.redis_servers import free_port

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"Good morning.\r\n\r\n")
    writer.close()


@asynccontextmanager
async def listening(answering: Answering) -> AsyncIterator[int]:
    """The port of something on this machine that is no web server."""
    server = await asyncio.start_server(answering, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def failed(url: str, *, allow_private: bool = True) -> Failed:
    """What comes of a message to an address that leads nowhere."""
    sender = Sender(Webhook(name="cms", url=url, secrets=(new_secret(),), allow_private=allow_private))
    answer = await sender.send("evt_1", 1, {})
    await sender.close()
    assert isinstance(answer, Failed)
    return answer


async def test_it_says_what_is_wrong_with_an_address_and_keeps_a_librarys_words_for_the_log() -> None:
    refused = await failed(f"http://127.0.0.1:{free_port()}")
    assert refused.trouble == "The address refused the connection."
    assert "ClientConnectorError" in refused.error
    unknown = await failed("http://nowhere.invalid")
    assert unknown.trouble == "The name in the address could not be found."
    private = await failed("http://127.0.0.1:1", allow_private=False)
    assert private.trouble == "The address points into the private network: 127.0.0.1 is a private address."


@pytest.mark.parametrize(
    ("answering", "scheme", "said"),
    [
        (hang_up, "http", "The address broke off the connection before it answered."),
        (talk, "http", "The address answered something that is no HTTP."),
        (talk, "https", "The address does not speak TLS, which https:// needs."),
    ],
)
async def test_it_says_what_is_wrong_with_an_answer(answering: Answering, scheme: str, said: str) -> None:
    async with listening(answering) as port:
        assert (await failed(f"{scheme}://127.0.0.1:{port}")).trouble == said


def test_it_says_what_is_wrong_with_a_certificate() -> None:
    found = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    found.verify_message = "Hostname mismatch, certificate is not valid for 'localhost'."
    error = aiohttp.ClientConnectorCertificateError(None, found)  # type: ignore[arg-type]
    assert sentence(error) == (
        "The TLS certificate of the address is not valid: "
        "Hostname mismatch, certificate is not valid for 'localhost'."
    )


def test_whatever_else_happens_is_told_in_a_sentence_too() -> None:
    assert sentence(ValueError()) == "The message could not be sent."
    assert no_answer(1) == "The address did not answer within 1 second."
