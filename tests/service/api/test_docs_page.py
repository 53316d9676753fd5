"""`/docs` in a real browser."""

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.support.application import Application

ONE_OF_EACH_KIND = {"include": [["header"], ["h1"], ["#postComment"], ["#Submission"]]}
"""The page repeats a few kinds of parts; the whole of it takes long."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_accessible_and_breaks_no_rule_of_its_own(
    whole_application: Application, page: Page, scheme: Literal["light", "dark"]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.emulate_media(color_scheme=scheme)
    await page.goto(f"{whole_application.url}/docs")
    results = await Axe().run(page, context=ONE_OF_EACH_KIND)
    assert results.violations_count == 0, results.generate_report()
    assert said == []


async def test_on_a_narrow_screen_only_tables_and_examples_scroll_sideways(
    whole_application: Application, page: Page
) -> None:
    await page.set_viewport_size({"width": 320, "height": 700})
    await page.goto(f"{whole_application.url}/docs")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_a_link_in_the_contents_leads_to_its_call(whole_application: Application, page: Page) -> None:
    await page.goto(f"{whole_application.url}/docs")
    await page.get_by_role("link", name="POST /v1/review/claims").click()
    heading = page.locator("#postClaims h3")
    assert await heading.inner_text() == "Claim cases"
    top = await heading.evaluate("heading => heading.getBoundingClientRect().top")
    assert 0 <= top < 200
