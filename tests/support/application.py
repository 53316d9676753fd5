"""The real application on a free port, and those who call it."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
from multidict import CIMultiDictProxy

from service.app import create_app
from service.domain.clock import wall_clock
from service.server import answering, listen
from service.services import SERVICES, Services
from service.settings import Settings
from service.store.people import Role

PASSWORD = "correct horse battery staple"
_PATIENCE_S = 20.0


class SetClock:
    """Runs with the real time, and ahead of it as far as a test moves it."""

    def __init__(self) -> None:
        self.ahead_ms = 0

    def __call__(self) -> int:
        """Return the time in milliseconds since 1970."""
        return wall_clock() + self.ahead_ms

    def advance(self, seconds: float) -> None:
        """It is so many seconds later."""
        self.ahead_ms += round(seconds * 1_000)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True)
class Caller:
    """Sends requests, each with the same headers."""

    http: aiohttp.ClientSession
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    async def get(self, path: str, **options: Any) -> Answer:
        """Ask for something."""
        return await self.request("GET", path, **options)

    async def post(self, path: str, data: Any = None, **options: Any) -> Answer:
        """Send JSON."""
        return await self.request("POST", path, json=data, **options)

    async def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> Answer:
        """Send a request to a path, or to an address that an answer gave; a redirect is not followed."""
        together = {**self.headers, **(headers or {})}
        url = path if path.startswith(self.url) else f"{self.url}{path}"
        sent = self.http.request(method, url, headers=together, allow_redirects=False, **options)
        async with sent as response:
            return Answer(response.status, response.headers, await response.read())

    def sending(self, **headers: str) -> "Caller":
        """Return one who also sends these headers; `_` in their names stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})


@dataclass(frozen=True)
class Application:
    """A running application."""

    url: str
    clock: SetClock
    services: Services
    anyone: Caller

    async def program(self, site: str = "default") -> Caller:
        """A program of a site, with a new key."""
        key = await self.services.people.create_key(site, "a program", self.clock())
        return self.anyone.sending(Authorization=f"Bearer {key}")

    async def moderator(self, name: str, role: Role = Role.MODERATOR) -> Caller:
        """A moderator of that name, signed in."""
        if await self.services.people.find_moderator(name) is None:
            await self.services.sign_in.add(name, PASSWORD, role)
        answer = await self.anyone.post("/v1/session", {"username": name, "password": PASSWORD})
        return self.anyone.sending(Authorization=f"Bearer {answer.json['token']}")

    async def forget_sites(self) -> None:
        """Nothing is kept of any site, all limits are fresh, and the clock shows the real time."""
        commands = self.services.commands
        found = await commands.run("KEYS", "fw:{*")
        if found:
            await commands.run("DEL", *found)
        self.clock.ahead_ms = 0


@asynccontextmanager
async def running_application(settings: Settings) -> AsyncIterator[Application]:
    """The application answers on a free port until the block ends; it has a second reader if one is named."""
    if settings.second_reader == "on":
        settings = replace(settings, second_reader="off")
    clock = SetClock()
    app, listener = create_app(settings, clock=clock), listen("127.0.0.1", 0)
    async with answering(app, listener, _PATIENCE_S):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        timeout = aiohttp.ClientTimeout(_PATIENCE_S)
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(timeout=timeout, connector=connector, cookie_jar=jar) as http:
            yield Application(url, clock, app[SERVICES], Caller(http, url))


def written_config(folder: Path, text: str) -> Path:
    """The path of a TOML file with this text."""
    path = folder / "fairword.toml"
    path.write_text(text, encoding="utf-8")
    return path
