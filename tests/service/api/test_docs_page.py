"""`/docs` in a real browser; that everybody can read it is tested with the other pages."""

from playwright.async_api import Page

from tests.support.application import Application


async def test_a_link_in_the_contents_leads_to_its_call_and_nothing_breaks_the_content_policy(
    whole_application: Application, page: Page
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(f"{whole_application.url}/docs")
    await page.get_by_role("link", name="POST /v1/review/claims").click()
    heading = page.locator("#postClaims h3")
    assert await heading.inner_text() == "Claim cases"
    top = await heading.evaluate("heading => heading.getBoundingClientRect().top")
    assert 0 <= top < 200
    assert said == []


async def test_on_a_narrow_screen_only_tables_and_examples_scroll_sideways(
    whole_application: Application, page: Page
) -> None:
    await page.set_viewport_size({"width": 320, "height": 700})
    await page.goto(f"{whole_application.url}/docs")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
