"""The list at work: verdicts where one looks, live, near-duplicates as one, ranges by mouse."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.e2e.moderating import (
    EVENTS,
    at_the_desk,
    cut_off,
    eventually,
    eventually_free,
    listed,
    row,
    sign_out_elsewhere,
    standing,
    waiting,
)
from tests.e2e.newsroom import Newsroom
from tests.support.axe import accessibility_troubles

COPY = "Wake up people, the kettle council has lied to you about the ferry for years and wants your {} too."


async def copies(newsroom: Newsroom, *goods: str) -> list[str]:
    return [(await newsroom.post(COPY.format(each), name=f"Citizen of {each}"))["id"] for each in goods]


async def test_the_list_by_keys_alone_and_back_stroke_by_stroke(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 4)
    page = await listed(newsroom)
    await page.keyboard.press("j")
    await page.keyboard.press("a")
    await page.keyboard.press("r")
    await page.keyboard.press("4")
    await eventually(newsroom, ids[0], "approved by alice")
    await eventually(newsroom, ids[1], "rejected by alice")
    await expect(row(page, ids[1])).to_contain_text("You rejected it.")
    await expect(row(page, ids[2])).to_be_focused()
    await page.keyboard.press("x")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await page.keyboard.press("a")
    await expect(page.get_by_role("button", name="Approve 2 comments")).to_be_focused()
    async with page.expect_response(EVENTS):
        await page.keyboard.press("Enter")
    await eventually(newsroom, ids[3], "approved by alice")
    await expect(page.get_by_text("You approved 2 comments.")).to_be_visible()
    for expected in (ids[2:], ids[1:2], ids[:1]):
        await page.keyboard.press("z")
        for comment_id in expected:
            await eventually(newsroom, comment_id, "pending")
            await expect(row(page, comment_id)).not_to_contain_class("closed")


async def test_undo_takes_the_last_stroke_back_whichever_is_answered_first(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 2)
    page = await listed(newsroom)
    undone = asyncio.Event()

    async def hold_the_first(route: Route) -> None:
        if ids[0] in (route.request.post_data or ""):
            await undone.wait()
        await route.continue_()

    await page.route("**/v1/review/verdicts*", hold_the_first)
    for key in ("j", "a", "a"):
        await page.keyboard.press(key)
    await eventually(newsroom, ids[1], "approved by alice")
    await page.keyboard.press("z")
    await eventually(newsroom, ids[1], "pending")
    await page.keyboard.press("z")
    undone.set()
    await expect(page.get_by_text("Taken back: a verdict.")).to_be_visible()
    await eventually(newsroom, ids[0], "pending")


async def test_it_is_live_and_nothing_moves_even_through_a_lost_connection(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 3)
    page = await listed(newsroom)
    before = await row(page, ids[2]).bounding_box()
    await newsroom.claim("bob", ids[0])
    await expect(row(page, ids[0])).to_contain_text("bob is working on it")
    await page.context.set_offline(True)
    await newsroom.decide("bob", ids[1], "reject", reason="spam")
    late = await newsroom.post("The kettle again?", name="Late")
    await page.context.set_offline(False)
    await expect(row(page, ids[1])).to_contain_text("bob rejected it")
    await expect(row(page, late["id"])).to_contain_text("Late")
    await expect(page.get_by_text("3 open cases, 1 of them in somebody's hands")).to_be_visible()
    after = await row(page, ids[2]).bounding_box()
    assert before
    assert after == before
    assert await accessibility_troubles(page) == []


async def test_a_verdict_that_cannot_be_sent_says_so_and_can_be_given_again(newsroom: Newsroom) -> None:
    (case,) = await waiting(newsroom, 1)
    page = await listed(newsroom)
    await page.context.set_offline(True)
    await page.keyboard.press("j")
    await page.keyboard.press("a")
    await expect(page.locator("#said")).to_have_text("The service can't be reached.")
    await expect(row(page, case)).to_contain_text("The service can't be reached.")
    await expect(row(page, case)).not_to_contain_class("closed")
    assert await accessibility_troubles(page) == []
    await page.context.set_offline(False)
    await page.keyboard.press("a")
    await eventually(newsroom, case, "approved by alice")
    await expect(row(page, case)).to_contain_text("You approved it.")


async def test_a_verdict_of_somebody_who_was_signed_out_leaves_the_row_open(newsroom: Newsroom) -> None:
    (case,) = await waiting(newsroom, 1)
    page = await listed(newsroom)
    await page.context.clear_cookies()
    await page.keyboard.press("j")
    await page.keyboard.press("a")
    await expect(row(page, case)).to_contain_text("Please sign in.")
    await expect(row(page, case)).not_to_contain_class("closed")
    assert await accessibility_troubles(page) == []
    await page.get_by_role("link", name="Sign in again").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_list_whose_session_is_over_leads_to_the_sign_in_page_and_asks_no_more(
    newsroom: Newsroom,
) -> None:
    await waiting(newsroom, 1)
    page = await newsroom.moderator("alice")
    await page.clock.install()
    await cut_off(page)
    await page.goto("/review")
    said = page.locator("#live")
    await expect(said).to_contain_text("No connection")
    await sign_out_elsewhere(page)
    await expect(said).to_have_text("You are signed out. Sign in again")
    assert await accessibility_troubles(page) == []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.clock.run_for(20_000)
    assert asked == []
    await said.get_by_role("link", name="Sign in again").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_list_that_is_refused_for_another_reason_goes_on_asking(newsroom: Newsroom) -> None:
    await waiting(newsroom, 1)
    page = await newsroom.moderator("alice")
    await cut_off(page)
    await page.goto("/review")
    await expect(page.locator("#live")).to_contain_text("No connection")
    await page.unroute(EVENTS)
    await expect(page.locator("#live")).to_be_empty()


async def test_an_undo_that_cannot_be_sent_is_still_the_next_one(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 2)
    page = await listed(newsroom)
    for key in ("j", "a", "a"):
        await page.keyboard.press(key)
    for comment_id in ids:
        await eventually(newsroom, comment_id, "approved by alice")
    await page.context.set_offline(True)
    await page.keyboard.press("z")
    await expect(page.locator("#said")).to_have_text("The service can't be reached.")
    await page.context.set_offline(False)
    await page.keyboard.press("z")
    await eventually(newsroom, ids[1], "pending")
    assert await standing(newsroom, ids[0]) == "approved by alice"


@pytest.mark.parametrize("width", [320, 360, 420])
async def test_the_reasons_of_a_row_fit_on_a_phone(newsroom: Newsroom, width: int) -> None:
    await waiting(newsroom, 1)
    page = await listed(newsroom)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.locator(".menu summary").click()
    menu = await page.locator(".menu-items").bounding_box()
    assert menu is not None
    assert menu["x"] + menu["width"] <= width


@pytest.mark.parametrize("width", [360, 1280])
async def test_the_row_that_has_the_focus_stands_above_the_bar_that_decides_many(
    newsroom: Newsroom, width: int
) -> None:
    await waiting(newsroom, 10)
    page = await listed(newsroom)
    await page.set_viewport_size({"width": width, "height": 800})
    for key in "jx":
        await page.keyboard.press(key)
    bar = page.locator("#bulk")
    await expect(bar).to_contain_class("ready")
    for _ in range(8):
        await page.keyboard.press("j")
        row_box, bar_box = await page.locator(".row:focus").bounding_box(), await bar.bounding_box()
        assert row_box is not None
        assert bar_box is not None
        assert row_box["y"] + row_box["height"] <= bar_box["y"]


async def test_an_excerpt_shows_words_however_many_blank_lines_stand_between_them(newsroom: Newsroom) -> None:
    receipt = await newsroom.post("Thank you." + "\n" * 40 + "Does your kettle whistle?")
    page = await listed(newsroom)
    text = row(page, receipt["id"]).locator(".excerpt")
    assert await text.evaluate("box => box.scrollHeight <= box.clientHeight")


async def test_copies_are_decided_as_one_and_what_comes_later_is_not(newsroom: Newsroom) -> None:
    ids = await copies(newsroom, "money", "house", "boat")
    page = await at_the_desk(newsroom)
    await expect(page.get_by_role("heading", name="2 others say nearly the same")).to_be_visible()
    assert await accessibility_troubles(page) == []
    (late,) = await copies(newsroom, "garden")
    await page.keyboard.press("r")
    await page.keyboard.press("4")
    for comment_id in ids:
        await eventually(newsroom, comment_id, "rejected by alice")
    await expect(page.locator("article.case")).to_have_attribute("data-id", late)
    await eventually(newsroom, late, "pending")
    await page.keyboard.press("z")
    for comment_id in ids:
        await eventually(newsroom, comment_id, "pending")


async def test_a_range_of_scores_is_dragged(newsroom: Newsroom) -> None:
    await waiting(newsroom, 2)
    page = await listed(newsroom)
    await page.get_by_text("Find and sort").click()
    chart = await page.locator(".histogram").bounding_box()
    assert chart
    middle = chart["y"] + chart["height"] / 2
    await page.mouse.move(chart["x"] + chart["width"] * 0.92, middle)
    await page.mouse.down()
    await page.mouse.move(chart["x"] + chart["width"] * 0.97, middle, steps=3)
    await page.mouse.up()
    await page.wait_for_url("**/review?sort=urgent&from=90&to=100")
    await expect(page.get_by_text("No case fits.")).to_be_visible()


async def test_half_of_what_fits_is_ahead_and_nothing_else(newsroom: Newsroom) -> None:
    others = await waiting(newsroom, 3)
    fitting = [(await newsroom.post(f"Kettle, ferry {number}."))["id"] for number in range(9)]
    page = await newsroom.moderator("alice")
    await page.goto("/review?q=ferry&sort=oldest")
    await page.get_by_role("button", name="Take the next case").click()
    await page.wait_for_load_state("networkidle")
    await eventually_free(newsroom, len(others) + 4)
    for comment_id in fitting[:5]:
        await expect(page.locator("article.case")).to_have_attribute("data-id", comment_id)
        await page.keyboard.press("s")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_a_filter_is_kept_from_case_to_case_and_back_to_the_list(
    newsroom: Newsroom, *, scripts: bool
) -> None:
    others = await waiting(newsroom, 2)
    await newsroom.claim("alice", others[1])
    places = {
        "The kettle of the ferry.": "pier",
        "A kettle on a ferry.": "demo",
        "My ferry has a kettle.": "pier",
    }
    places["The ugly kettle of the damn ferry."] = "pier"  # more urgent, but posted last
    fitting = [(await newsroom.post(text, article=article))["id"] for text, article in places.items()]
    page = await newsroom.moderator("alice", java_script_enabled=scripts)
    await page.goto("/review?article=pier&q=ferry&sort=oldest")
    await page.get_by_role("button", name="Take the next case").click()
    shown = []
    for number in range(3):
        await expect(page.get_by_text("Only: words ferry, article The village fair")).to_be_visible()
        if scripts:
            await page.wait_for_load_state("networkidle")
        shown.append(await page.locator("article.case").get_attribute("data-id"))
        if number < 2:
            await page.get_by_role("button", name="Approve").click()
            await expect(page.locator("article.case")).not_to_have_attribute("data-id", str(shown[-1]))
    assert shown == [fitting[0], *fitting[2:]]
    assert await page.get_by_role("link", name="Queue").get_attribute("href") == (
        "/review?q=ferry&article=pier&sort=oldest"
    )
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_text("No case fits any more.")).to_be_visible()
    assert "q=ferry&article=pier&sort=oldest" in page.url
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("article.case")).to_have_attribute("data-id", str(shown[-1]))
    await page.get_by_role("link", name="Show all").click()
    await expect(page.get_by_text("Only:")).to_have_count(0)
    await expect(page.locator("article.case")).to_have_attribute("data-id", str(shown[-1]))
