"""Calls of the JSON API, as a site's programs make them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

_PATIENCE_S = 30.0


@dataclass(frozen=True)
class Answer:
    """What the service answered."""

    status: int
    body: Any
    headers: dict[str, str]
    """Their names in small letters."""


class Calls:
    """One client of a running service."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def post(self, path: str, body: Any, *, bearer: str = "", **headers: str) -> Answer:
        """The answer to a JSON body; `idempotency_key="x"` sends the header `Idempotency-Key: x`."""
        return await self._call("POST", path, bearer, headers, json=body)

    async def get(self, path: str, *, bearer: str = "", **headers: str) -> Answer:
        """The answer to a question."""
        return await self._call("GET", path, bearer, headers)

    async def decisions(self, key: str) -> list[dict[str, Any]]:
        """Every event of a site, fetched page by page with its key."""
        events: list[dict[str, Any]] = []
        after = ""
        while page := (await self.get(f"/v1/decisions?limit=1000&after={after}", bearer=key)).body["events"]:
            events += page
            after = page[-1]["id"]
        return events

    async def _call(
        self, method: str, path: str, bearer: str, headers: dict[str, str], **body: Any
    ) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if bearer:
            sent["Authorization"] = f"Bearer {bearer}"
        async with self._session.request(method, self._url + path, headers=sent, **body) as response:
            received = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, await response.json(content_type=None), received)


@asynccontextmanager
async def calls_to(url: str) -> AsyncIterator[Calls]:
    """A client with as many connections as it needs."""
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=_PATIENCE_S)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        yield Calls(session, url)


def a_submission(**fields: Any) -> dict[str, Any]:
    """A body for `POST /v1/comments`, with `fields` in place of what it usually holds."""
    usual = {"article_id": "article-1", "author": {"name": "Alice"}, "text": "What a lovely garden!"}
    return usual | fields
