"""Akismet 1.1 as its own clients call it."""

import re

import akismet
import httpx
import pytest

from tests.service.faces.akismet_calls import BLOG, FAIR, SPAM
from tests.service.faces.conftest import Newsroom
from tests.support.node import NodeClients


class ToUs(httpx.HTTPTransport):
    """Leads what is meant for Akismet to the service."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self.url.host, port=self.url.port)
        return super().handle_request(request)


class ToUsAsync(httpx.AsyncHTTPTransport):
    """The same for the asynchronous client."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = httpx.URL(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self.url.host, port=self.url.port)
        return await super().handle_async_request(request)


def sync_client(newsroom: Newsroom, key: str) -> akismet.SyncClient:
    http_client = httpx.Client(transport=ToUs(newsroom.url), timeout=20)
    return akismet.SyncClient(akismet.Config(key=key, url=BLOG), http_client)


def test_the_python_client_checks_and_reports(newsroom: Newsroom) -> None:
    with sync_client(newsroom, newsroom.key) as client:
        assert client.comment_check("192.0.2.7", comment_content=SPAM) >= akismet.CheckResponse.SPAM
        assert client.comment_check("192.0.2.7", comment_content=FAIR) is akismet.CheckResponse.HAM
        assert client.submit_spam("192.0.2.7", comment_content="Missed by Alice", comment_author="Mallory")
        assert client.submit_ham("192.0.2.7", comment_content="Blamed on Bob")
    labels = {each["text"]: (each["labels"], each["source"]) for each in newsroom.labels()}
    assert labels["Missed by Alice"] == ({"spam": 1.0}, "akismet")
    assert labels["Blamed on Bob"] == ({"spam": 0.0}, "akismet")


def test_the_python_client_knows_a_wrong_key(newsroom: Newsroom) -> None:
    client = sync_client(newsroom, "nobody")
    assert client.verify_key() is False
    with pytest.raises(akismet.APIKeyError):
        client.comment_check("192.0.2.7", comment_content=FAIR)
    client._http_client.close()  # noqa: SLF001 - an unverified client has no other way


async def test_the_asynchronous_python_client_counts_what_it_used(newsroom: Newsroom) -> None:
    key = newsroom.keys["queueing"]
    http_client = httpx.AsyncClient(transport=ToUsAsync(newsroom.url), timeout=20)
    config = akismet.Config(key=key, url="https://counted.example")
    async with akismet.AsyncClient(config, http_client) as client:
        before = await client.usage_limit()
        await client.comment_check("192.0.2.7", comment_content=SPAM, is_test=True)
        await client.comment_check("192.0.2.7", comment_content=SPAM)
        await client.comment_check("192.0.2.7", comment_content=f"{FAIR} Counted.")
        await client.submit_ham("192.0.2.7", comment_content=SPAM)
        after = await client.usage_limit()
        with pytest.raises(akismet.APIKeyError):  # this version sends no key with that call
            await client.key_sites()
    assert after["usage"] - before["usage"] == 2
    assert after["limit"] == "none"
    assert re.fullmatch(r"\d+\.\d\d", after["percentage"])


def test_the_node_client_of_cedx_works(newsroom: Newsroom, node_clients: NodeClients) -> None:
    seen = node_clients.run("cedx-akismet.mjs", newsroom.url, newsroom.key)
    assert seen.pop("spam") in {"spam", "pervasiveSpam"}
    assert seen == {
        "verified": True,
        "stranger": False,
        "ham": "ham",
        "test": "spam",
        "administrator": "ham",
        "refused": "This site key is not known here.",
        "reported": True,
    }
    assert {"Buy now by node", "Fair by node"} <= {each["text"] for each in newsroom.labels()}


def test_the_node_client_akismet_api_puts_the_key_into_the_host(
    newsroom: Newsroom, node_clients: NodeClients
) -> None:
    seen = node_clients.run("akismet-api.mjs", newsroom.url, newsroom.key)
    assert seen == {
        "verified": True,
        "stranger": False,
        "ham": False,
        "spam": True,
        "honeypot": True,
        "refused": "Invalid API key",
        "reported": "Thanks for making the web a better place.",
    }
