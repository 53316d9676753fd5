"""What tests of the desk and the list ask the service and the page."""

import asyncio

from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.newsroom import WATCHED, Newsroom

EVENTS = "**/v1/review/events*"
"""What a page asks for to be live."""


async def waiting(newsroom: Newsroom, count: int) -> list[str]:
    """The ids of so many new comments that wait for a moderator, the one whose turn is first at the front."""
    text = f"Does your {WATCHED} whistle?"  # one text: all are as urgent, so that the oldest comes first
    return [(await newsroom.post(text, name=f"Reader {number}"))["id"] for number in range(count)]


async def standing(newsroom: Newsroom, comment_id: str) -> str:
    """Where a comment stands, and by whom it was decided: `approved by alice`, `pending`."""
    headers = {"Authorization": f"Bearer {newsroom.sessions['erin']}"}
    url = f"{newsroom.service.url}/v1/review/cases/{comment_id}"
    async with newsroom.http.get(url, headers=headers) as response:
        case = await response.json()
    verdicts = [entry for entry in case["audit"] if entry["type"] in {"verdict", "undo"}]
    decided = bool(verdicts) and verdicts[-1]["type"] == "verdict"
    return f"{case['status']} by {verdicts[-1]['by']}" if decided else str(case["status"])


async def free(newsroom: Newsroom) -> int:
    """How many cases wait for anybody."""
    headers = {"Authorization": f"Bearer {newsroom.sessions['erin']}"}
    async with newsroom.http.get(f"{newsroom.service.url}/v1/review/stats", headers=headers) as response:
        return int((await response.json())["waiting"])


async def eventually(newsroom: Newsroom, comment_id: str, expected: str) -> None:
    """The comment comes to stand so."""
    for _ in range(100):
        if await standing(newsroom, comment_id) == expected:
            return
        await asyncio.sleep(0.1)
    assert await standing(newsroom, comment_id) == expected


async def eventually_free(newsroom: Newsroom, count: int) -> None:
    """So many cases come to wait for anybody."""
    for _ in range(100):
        if await free(newsroom) == count:
            return
        await asyncio.sleep(0.1)
    assert await free(newsroom) == count


async def at_the_desk(
    newsroom: Newsroom, name: str = "alice", *, live: bool = True, **options: object
) -> Page:
    """The page of somebody who has taken the first case, with the next ones loaded.

    Unless it is live it does not hear what others do.
    """
    page = await newsroom.moderator(name, **options)
    if not live:
        await cut_off(page)
    await page.goto("/review")
    await page.get_by_role("button", name="Take the next case").click()
    await expect(page.get_by_role("button", name="Approve")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    return page


async def shown(page: Page) -> str:
    """The id of the case on the page."""
    return str(await page.locator("article.case").get_attribute("data-id"))


async def cut_off(page: Page) -> None:
    """The page is not told what happens, and asks again and again."""
    await page.route(EVENTS, lambda route: route.fulfill(status=503))


async def lose(route: Route) -> None:
    """The service never hears of it."""
    await route.abort()


async def sign_out_elsewhere(page: Page) -> None:
    """The session of a page that was cut off is over, and it reaches the service again."""
    await page.context.clear_cookies()
    await page.unroute(EVENTS)


async def listed(newsroom: Newsroom, path: str = "/review", name: str = "alice") -> Page:
    """The list, live."""
    page = await newsroom.moderator(name)
    async with page.expect_response(EVENTS):
        await page.goto(path)
    return page


def row(page: Page, comment_id: str) -> Locator:
    return page.locator(f".row[data-id='{comment_id}']")
