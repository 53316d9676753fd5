"""What axe-core, the accessibility checker, finds on a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

_ALL: dict[str, Any] = {"resultTypes": ["violations"]}
_CONTRAST = _ALL | {"runOnly": ["color-contrast"]}


async def accessibility_troubles(page: Page, *, leave_out: str = "") -> list[str]:
    """What is wrong with the page as it stands, in light and in dark: a line for each element.

    `leave_out` selects what is not looked at: repetitions on a page that is too long to look at whole.
    """
    context = {"exclude": [leave_out]} if leave_out else {}
    found = []
    await page.wait_for_load_state("load")  # with its style
    for scheme, options in (("light", _ALL), ("dark", _CONTRAST)):
        await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        found += [f"{scheme}: {trouble}" for trouble in await _violations(page, context, options)]
    await page.emulate_media(color_scheme="null")
    return found


async def _violations(page: Page, context: dict[str, Any], options: dict[str, Any]) -> list[str]:
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    run = "([context, options]) => axe.run(Object.keys(context).length ? context : document, options)"
    result = await page.evaluate(run, [context, options])
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
