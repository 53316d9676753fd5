"""A running service and those who visit it, each with a browser of their own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page

from service.api.access import SESSION_COOKIE
from tests.support.processes import Service

PASSWORD = "correct horse battery staple"
PATIENCE_MS = 20_000
"""For a machine with much else to do."""
TITLE = "The village fair"
FRIENDLY = "Thank you for this lovely article about our village, I enjoyed reading it."
ABUSIVE = "You are a stupid idiot and a complete moron, shut up and go to hell."
WATCHED = "kettle"
"""A word that the rules of the site send to a moderator."""
BLOCKED = "zorkwort"
"""A word that the rules of the site refuse."""


@dataclass
class Newsroom:
    """The service, a browser, and what went wrong on any of its pages."""

    service: Service
    browser: Browser
    http: aiohttp.ClientSession
    sessions: Mapping[str, str]
    """Moderator → token of a session."""
    contexts: list[BrowserContext] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """Scripts that failed or were forbidden, and dialogs that opened: no page of ours does that."""

    async def reader(self, **options: Any) -> Page:
        """A blank page in a profile of its own."""
        context = await self.browser.new_context(base_url=self.service.url, **options)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", self._note_error)
        page.on("console", self._note_message)
        page.on("dialog", self._note_dialog)
        return page

    async def moderator(self, name: str, **options: Any) -> Page:
        """A blank page of somebody who is signed in."""
        page = await self.reader(**options)
        cookie = {"name": SESSION_COOKIE, "value": self.sessions[name], "url": self.service.url}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        return page

    async def post(
        self, text: str, *, name: str = "Rosa", title: str = TITLE, article: str = "demo", **more: str
    ) -> dict[str, Any]:
        """The receipt of a comment that a reader has posted under the demo article, or another."""
        body = {
            "article_id": article,
            "article_url": f"{self.service.url}/demo",
            "article_title": title,
            "author": {"name": name},
            "text": text,
        }
        receipt = await self._call("/v1/comments", body | more)
        return receipt | {"path": receipt["status_url"].replace(f"{self.service.url}/v1", "")}

    async def claim(self, moderator: str, *ids: str) -> list[dict[str, Any]]:
        """The cases that a moderator now holds."""
        wanted = {"limit": len(ids), "filter": {"ids": list(ids)}}
        claimed = await self._call("/v1/review/claims", wanted, moderator)
        cases: list[dict[str, Any]] = claimed["cases"]
        return cases

    async def end_hold(self, moderator: str, page: Page) -> None:
        """The moderator's hold on the case that a page shows has ended without the page knowing."""
        case = page.locator("article.case")
        held = {"id": await case.get_attribute("data-id"), "token": await case.get_attribute("data-token")}
        await self.release(moderator, held)

    async def release(self, moderator: str, case: Mapping[str, Any]) -> None:
        """A moderator has given a case back to the queue."""
        await self._call(f"/v1/review/cases/{case['id']}/release", {"token": case["token"]}, moderator)

    async def decide(self, moderator: str, comment_id: str, verdict: str, **more: str) -> None:
        """A moderator has taken the case and decided it."""
        (case,) = await self.claim(moderator, comment_id)
        body = {"token": case["token"], "verdict": verdict} | more
        await self._call(f"/v1/review/cases/{comment_id}/verdict", body, moderator)

    async def appeal(self, receipt: Mapping[str, Any], text: str) -> None:
        """The commenter has appealed."""
        await self._call("/v1" + receipt["path"].replace("?", "/appeal?"), {"text": text})

    async def close(self) -> None:
        """Everybody has gone home."""
        for context in self.contexts:
            await context.close()

    async def _call(self, path: str, body: Any, moderator: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.sessions[moderator]}"} if moderator else {}
        async with self.http.post(self.service.url + path, json=body, headers=headers) as response:
            assert response.ok, await response.text()
            answer: dict[str, Any] = json.loads(await response.text())
            return answer

    def _note_error(self, error: Error) -> None:
        self.troubles.append(str(error))

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(message.text)

    async def _note_dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"{dialog.type}: {dialog.message}")
        await dialog.dismiss()
