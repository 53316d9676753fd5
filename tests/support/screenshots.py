"""Pictures of pages, for people to look at: kept when `SCREENSHOTS` names a folder."""

import os
from pathlib import Path

from playwright.async_api import Page


async def keep_screenshots(page: Page, name: str) -> None:
    """Save what stands in the window, in light and in dark, as `<name>-<light|dark>.png`."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    await page.emulate_media(color_scheme="light")
    await page.screenshot(path=Path(folder, f"{name}-light.png"), animations="disabled")
    await page.emulate_media(color_scheme="dark")
    await page.screenshot(path=Path(folder, f"{name}-dark.png"), animations="disabled")
    await page.emulate_media(color_scheme="null")
