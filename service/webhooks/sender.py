"""One request to an endpoint: signed, bounded in time, to a public address, without following redirects."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from service.domain.webhook_secret import signature
from service.site_config import Webhook
from service.webhooks.safe_addresses import PublicResolver, check_literal
from service.webhooks.troubles import no_answer, sentence

_LONGEST_WAIT_S = 24 * 3_600.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The endpoint has taken it."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It has not."""

    trouble: str
    """Why, in a sentence."""
    told_s: float = 0.0
    """How long it asked to be left alone."""
    error: str = ""
    """A library's words, for the log."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """The endpoint wants no more events: 410."""


Answer = Delivered | Failed | Unwanted


class Sender:
    """Sends to one endpoint."""

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook
        self._session: aiohttp.ClientSession | None = None

    async def send(self, webhook_id: str, timestamp_s: int, payload: dict[str, Any]) -> Answer:
        """Send a message once and say what became of it."""
        body = json.dumps(payload, separators=(",", ":"))
        headers = signed_headers(self._webhook.secrets, webhook_id, timestamp_s, body)
        try:
            if not self._webhook.allow_private:
                check_literal(self._webhook.url)
            async with self._open_session().post(
                self._webhook.url, data=body.encode(), headers=headers, allow_redirects=False
            ) as response:
                return _answer(response)
        except TimeoutError:
            return Failed(no_answer(self._webhook.timeout))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Failed(sentence(error), error=f"{type(error).__name__}: {error}"[:300])

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = None if self._webhook.allow_private else PublicResolver()
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=16),
                timeout=aiohttp.ClientTimeout(total=self._webhook.timeout),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session


def signed_headers(secrets: Sequence[str], webhook_id: str, timestamp_s: int, body: str) -> dict[str, str]:
    """Return the headers of Standard Webhooks, with a signature by each secret that is valid now."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Fairword",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": " ".join(signature(each, webhook_id, timestamp_s, body) for each in secrets),
    }


def _answer(response: aiohttp.ClientResponse) -> Answer:
    if response.status == HTTPStatus.GONE:
        return Unwanted()
    if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return Delivered()
    told = response.headers.get("Retry-After", "")
    told_s = min(float(told), _LONGEST_WAIT_S) if told.isascii() and told.isdecimal() else 0.0
    what = "a redirect, which is not followed" if response.status < HTTPStatus.BAD_REQUEST else "an error"
    return Failed(f"The address answered {response.status}, {what}.", told_s)
