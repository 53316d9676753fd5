"""`<fairword-form>` on pages of a site: what it shows, how it fits the page, and in which words."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from service.domain.policy import ArticleMode
from service.store.commands import Commands
from service.store.keys import SiteKeys
from service.web.embed import script
from tests.e2e.commenting import ARTICLE, element, post, publish, text_field, write
from tests.e2e.newsroom import BLOCKED, FRIENDLY, Newsroom
from tests.support.axe import accessibility_troubles
from tests.support.host_page import HostSite

WORDS = Path(script.__file__).parent / "parts" / "words.js"
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_STYLE_OF_BUTTON = """
button => { const style = getComputedStyle(button); return [style.fontFamily, style.backgroundColor]; }
"""


async def test_comments_come_page_by_page_and_reading_goes_on_where_it_stopped(
    newsroom: Newsroom, site: HostSite
) -> None:
    for number in range(5):
        await newsroom.post(f"{FRIENDLY} {number}")
    page = await newsroom.reader()
    await page.goto(publish(site, element(ARTICLE, 'page-size="2"'), path="/paged"))
    more = page.get_by_role("button", name="More comments")
    for shown in (2, 4):
        await expect(page.get_by_role("article")).to_have_count(shown)
        await more.press("Enter")
        await expect(page.get_by_role("article", name=f"Comment {shown + 1}")).to_be_focused()
    await expect(page.get_by_role("article")).to_have_count(5)
    await expect(more).to_be_hidden()


async def test_a_closed_article_shows_its_comments_and_no_form(
    newsroom: Newsroom, site: HostSite, store: Commands, reader: Page
) -> None:
    await newsroom.post(FRIENDLY)
    await store.run("HSET", SiteKeys("default").article(ARTICLE), "mode", ArticleMode.CLOSED)
    await reader.goto(f"{site.origin}/ferry")
    await expect(reader.get_by_text("This article takes no more comments.")).to_be_visible()
    await expect(reader.get_by_role("article", name="Comment 1")).to_contain_text(FRIENDLY)
    await expect(reader.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("later", "sign"), [("form", "Be the first"), ("comments", "This article takes no more comments.")]
)
async def test_nobody_is_asked_to_be_the_first_under_a_closed_article(
    site: HostSite, store: Commands, reader: Page, later: str, sign: str
) -> None:
    async def wait(route: Route) -> None:
        await expect(reader.get_by_text(sign)).to_be_visible()
        await route.continue_()

    await store.run("HSET", SiteKeys("default").article(ARTICLE), "mode", ArticleMode.NONE)
    await reader.route(f"**/v1/articles/*/{later}*", wait)
    await reader.goto(f"{site.origin}/ferry")
    await expect(reader.get_by_text("This article takes no more comments.")).to_be_visible()
    await expect(reader.get_by_text("Loading comments")).to_have_count(0)
    await expect(reader.get_by_text("Be the first")).to_have_count(0)


def words() -> dict[str, str]:
    """Everything that the form says by itself."""
    found = re.findall(r'^  "([a-z-]+)": "(.*)",$', WORDS.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) > 30
    return dict(found)


async def test_a_page_translates_all_that_the_form_says(newsroom: Newsroom, site: HostSite) -> None:
    await newsroom.post(FRIENDLY)
    spoken = {word: f"«{word}{'|{n}' if '{n}' in text else ''}»" for word, text in words().items()}
    attributes = " ".join(f't-{word}="{text}"' for word, text in spoken.items())
    german = publish(site, element(ARTICLE, attributes + ' t-code-blocked_word="«blocked»"'), path="/deutsch",
                     attributes='lang="de"')  # fmt: skip
    page = await newsroom.reader()
    await page.goto(german)
    form = page.locator("fairword-form")
    await form.get_by_role("button", name="«reply-to|1»").click()
    await form.get_by_role("button", name="«post»").click()
    await expect(form.get_by_role("status")).to_have_text("«wrong»")
    await form.get_by_label("«name»").fill("Rosa")
    await form.get_by_label("«text»", exact=True).fill(f"Ein {BLOCKED}.")
    await form.get_by_role("button", name="«post»").click()
    await expect(form.get_by_role("status")).to_have_text(re.compile(r"«rejected»\s*«blocked»\s*«appeal»"))
    shown = await form.locator("section, form").all_inner_texts()
    rest = re.sub(r"«.*?»", "", " ".join(shown)).replace(FRIENDLY, "").replace("Rosa", "")
    assert re.fullmatch(r"[\s\d.:,]+(?:Nov|Dez|Jan)?[\s\d.:,]*", rest)


async def test_it_takes_the_fonts_and_colours_of_the_page(reader: Page) -> None:
    await reader.evaluate(
        "document.body.style.cssText = 'font-family: Georgia; color: #eee; background: #222;"
        " --fairword-accent: #ffd700; --fairword-on-accent: #000'"
    )
    button = reader.get_by_role("button", name="Post comment")
    assert await button.evaluate(_STYLE_OF_BUTTON) == ["Georgia", "rgb(255, 215, 0)"]
    await post(reader)
    assert await accessibility_troubles(reader) == []
    await reader.set_viewport_size({"width": 320, "height": 640})
    assert await reader.evaluate(_TOO_WIDE) == 0


async def test_a_page_that_is_not_listed_shows_comments_to_nobody_and_says_why_nothing_is_posted(
    newsroom: Newsroom, site: HostSite
) -> None:
    await newsroom.post(FRIENDLY)
    page = await newsroom.reader()
    await page.goto(publish(site, element(ARTICLE)).replace("127.0.0.1", "localhost"))
    await expect(page.get_by_text("The comments can't be shown right now.")).to_be_visible()
    await write(page, FRIENDLY)
    await post(page)
    await expect(page.get_by_role("status")).to_contain_text("No answer came")
    await expect(text_field(page)).to_have_value(FRIENDLY)
    newsroom.troubles[:] = [each for each in newsroom.troubles if "CORS policy" not in each]
