"""Every page in every state: hostile words do it no harm, and everybody can use it.

What a commenter types is shown as it is: it runs nothing (the newsroom watches that), widens no page, turns
no sentence around. Axe-core, the accessibility checker, finds nothing, in light and in dark.
"""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e import desk_states, office_states, states
from tests.e2e.desk_states import appeal_against_the_policy
from tests.e2e.newsroom import ABUSIVE, Newsroom
from tests.e2e.states import State, Words
from tests.support.axe import accessibility_troubles
from tests.support.screenshots import keep_screenshots

WITH_WORDS = (*states.WITH_WORDS, *desk_states.WITH_WORDS, *office_states.WITH_WORDS)
WITHOUT_WORDS = (*states.WITHOUT_WORDS, *desk_states.WITHOUT_WORDS, *office_states.WITHOUT_WORDS)
MARKER = "qjxz"
"""A word by which a test finds what was typed."""
MARKUP = (
    "<script>alert('script')</script>"
    "<img src=x onerror=alert('img')><svg onload=alert('svg')><body onload=alert('body')>"
    "<details open ontoggle=alert('details')><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>"
    "<a href=javascript:alert(1)>x</a><style>*{display:none}</style><base href=//evil.example>"
    "\"'><input autofocus onfocus=alert('input')></textarea></title></p></article>{{7*7}}${7*7}&lt;&#60;-->"
)
TURNED = "\u202edesrever\u2067 \u2066\u202d"
INVISIBLE = "\u200b\u200d\ufeff\u2060\u00ad"
STACKED = "o" + "\u0301\u0316" * 500
HOSTILE = Words(
    name=f"{TURNED}<b onclick=alert(1)>{MARKER}{INVISIBLE}" + STACKED[:31],
    text=f"{TURNED}{MARKER}{INVISIBLE} {STACKED[:50]} {MARKUP} {STACKED} " + "W" * 8_000,
    title=f"{TURNED}{MARKER}{INVISIBLE}{MARKUP[:100]}{STACKED[:50]}" + "W" * 100,
)

# Text nodes that hold the marker, in the comment form's element too: is their direction kept in a box of its
# own, and their ink?
_FIND = """
marker => {
  const found = [];
  const shadows = [...document.querySelectorAll("*")].map(element => element.shadowRoot).filter(Boolean);
  const texts = [document.body, ...shadows].flatMap(root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    return Array.from({ *[Symbol.iterator]() { while (walker.nextNode()) yield walker.currentNode; } });
  });
  for (const text of texts) {
    if (!text.data.includes(marker) || text.parentElement.closest("textarea")) continue;
    let isolated = false, cut = false;
    for (let box = text.parentElement; box !== document.body;) {
      const style = getComputedStyle(box);
      isolated ||= /isolate|plaintext/.test(style.unicodeBidi);
      cut ||= style.overflowX !== "visible" && style.overflowY !== "visible";
      box = box.parentElement ?? box.getRootNode().host;
    }
    found.push({ html: text.parentElement.outerHTML.slice(0, 120), isolated, cut });
  }
  return found;
}
"""
LIGHT, DARK, FORCED = {"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}
_SEEN_THOUGH_HIDDEN = (
    "[...document.querySelectorAll('[hidden]')].filter(each => each.checkVisibility()).length"
)
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def typed_in_fields(page: Page) -> str:
    """Everything that stands in the text fields of a page."""
    values: list[str] = await page.locator("textarea").evaluate_all("all => all.map(field => field.value)")
    return " ".join(values)


@pytest.mark.parametrize("state", WITH_WORDS, ids=lambda state: state.__name__)
async def test_what_was_typed_does_no_harm_and_everybody_can_read_it(
    newsroom: Newsroom, state: State
) -> None:
    page = await state(newsroom, HOSTILE)
    assert await accessibility_troubles(page) == []
    assert await page.evaluate(_SEEN_THOUGH_HIDDEN) == 0
    await keep_screenshots(page, f"{state.__name__}-wide")
    await page.set_viewport_size({"width": 320, "height": 640})
    await keep_screenshots(page, f"{state.__name__}-narrow", ["dark"])
    places = await page.evaluate(_FIND, MARKER)
    assert places or HOSTILE.text in await typed_in_fields(page)
    assert [place for place in places if not (place["isolated"] and place["cut"])] == []
    assert await page.evaluate(_TOO_WIDE) == 0


@pytest.mark.parametrize("state", WITHOUT_WORDS, ids=lambda state: state.__name__)
async def test_everybody_can_use_it(newsroom: Newsroom, state: State) -> None:
    page = await state(newsroom, Words())
    assert await accessibility_troubles(page) == []
    assert await page.evaluate(_SEEN_THOUGH_HIDDEN) == 0
    await keep_screenshots(page, f"{state.__name__}-wide")
    await page.set_viewport_size({"width": 320, "height": 640})
    await keep_screenshots(page, f"{state.__name__}-narrow", ["dark"])
    assert await page.evaluate(_TOO_WIDE) == 0


async def test_words_that_are_marked_can_be_read_by_everybody(newsroom: Newsroom) -> None:
    page = await appeal_against_the_policy(newsroom, Words(text=ABUSIVE))
    await expect(page.locator("mark")).not_to_have_count(0)
    assert await accessibility_troubles(page) == []


async def test_with_forced_colours_covered_words_stay_covered(newsroom: Newsroom) -> None:
    page = await office_states.case_that_is_blurred_and_covered(newsroom, Words())
    await page.emulate_media(forced_colors="active")
    mark = page.locator("mark").first
    style = "mark => (({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(mark))"
    ink, ground = await mark.evaluate(style)
    assert ink == ground


async def test_with_forced_colours_one_sees_where_one_is_and_what_a_colour_means(newsroom: Newsroom) -> None:
    page = await office_states.insights_of_a_day(newsroom, Words())
    await page.emulate_media(forced_colors="active")
    for place in await page.locator("nav [aria-current]").all():
        await expect(place).to_have_css("border-bottom-width", "2px")
    swatches = page.locator(".swatch")
    colours = await swatches.evaluate_all("all => all.map(each => getComputedStyle(each).backgroundColor)")
    assert len(set(colours)) == await swatches.count()


async def test_from_the_top_of_the_settings_one_gets_to_what_is_wrong_and_sees_its_label(
    newsroom: Newsroom,
) -> None:
    page = await office_states.settings_with_errors(newsroom, Words())
    await page.set_viewport_size({"width": 360, "height": 640})
    for link, label in (("Links", "Links in one comment"), ("Limit: by one author", "By one author")):
        await page.get_by_role("alert").get_by_role("link", name=link).click()
        await expect(page.get_by_label(label)).to_be_focused()
        await expect(page.locator("label", has_text=label)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("state", [office_states.articles_talked_about, office_states.insights_of_a_day])
@pytest.mark.parametrize("colours", [LIGHT, DARK, FORCED], ids=["light", "dark", "forced"])
async def test_a_table_shows_at_its_edges_that_there_is_more(
    newsroom: Newsroom, state: State, colours: dict[str, Any]
) -> None:
    page = await state(newsroom, Words())
    await page.set_viewport_size({"width": 360, "height": 800})
    assert await accessibility_troubles(page) == []
    await page.emulate_media(**colours)
    table = page.locator(".scroll").first
    plain = await edge(page, table, "left")
    assert await edge(page, table, "right") != plain
    await table.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    assert await edge(page, table, "left") != plain
    assert await edge(page, table, "right") == plain


async def edge(page: Page, table: Locator, side: str) -> bytes:
    """A picture of what is left or right in the head of a table, above its words."""
    await table.scroll_into_view_if_needed()
    box, head = await table.bounding_box(), await table.locator("thead").bounding_box()
    assert box
    assert head
    x = box["x"] if side == "left" else box["x"] + box["width"] - 2
    return await page.screenshot(clip={"x": x, "y": head["y"] + 2, "width": 2, "height": 2})


async def test_the_description_of_the_api_can_be_read_by_everybody(newsroom: Newsroom) -> None:
    page = await newsroom.reader()
    await page.goto("/docs")
    assert await accessibility_troubles(page, leave_out="article.call ~ article.call") == []
