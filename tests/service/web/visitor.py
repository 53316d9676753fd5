"""Somebody with a browser that has no JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.api.access import SESSION_COOKIE
from tests.service.web.page import Page
from tests.support.application import Answer, Caller

_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True)
class Visitor:
    """Looks at pages and sends their forms."""

    caller: Caller

    @classmethod
    def with_session(cls, anyone: Caller, signed_in: Caller) -> "Visitor":
        """Return one whose browser holds the session of another caller."""
        token = signed_in.headers["Authorization"].removeprefix("Bearer ")
        return cls(anyone.sending(Cookie=f"{SESSION_COOKIE}={token}"))

    async def visit(self, path: str) -> Page:
        """The page at an address."""
        return Page(await self.ask(path))

    async def ask(self, path: str) -> Answer:
        """What comes back from an address."""
        return await self.caller.get(path, headers={"Accept": _ACCEPT})

    async def send(self, path: str, fields: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """What comes back from a form; `_` in a header's name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.caller.request(
            "POST", path, data=dict(fields or {"nothing": ""}), headers={"Accept": _ACCEPT} | named
        )

    async def press(self, page: Page, action: str, **fields: str) -> Answer:
        """Send the form of a page that leads there, with some of its fields filled in."""
        form = page.form(action)
        assert form.method == "post"
        return await self.send(form.action, form.fields | fields)
