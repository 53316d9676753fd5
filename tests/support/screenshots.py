"""Pictures of pages, for people to look at: kept when `SCREENSHOTS` names a folder."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.async_api import Page

Scheme = Literal["light", "dark"]


async def keep_screenshots(page: Page, name: str, schemes: Sequence[Scheme] = ("light", "dark")) -> None:
    """Save what stands in the window as `<name>-<scheme>.png`."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=Path(folder, f"{name}-{scheme}.png"), animations="disabled")
    await page.emulate_media(color_scheme="null")
