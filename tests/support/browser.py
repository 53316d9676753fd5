"""A real browser, headless."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.support.requirement import needed_program

_FLAGS = [
    "--no-sandbox",  # as root, in containers; it visits only our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all tests, which run on its loop: `@pytest.mark.asyncio(loop_scope="session")`."""
    program = needed_program("chromium-headless-shell", "chromium")  # the former takes half of the time
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A blank page in a profile of its own."""
    context = await chromium.new_context()
    yield await context.new_page()
    await context.close()
