"""The desk at work: one case after the other, by keys, by mouse and by touch."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Route, expect

from tests.e2e.moderating import (
    at_the_desk,
    eventually,
    eventually_free,
    free,
    lose,
    shown,
    standing,
    waiting,
)
from tests.e2e.newsroom import WATCHED, Newsroom

PRESS_AND_LOOK = """
() => {
  const before = document.querySelector("article.case");
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  return before !== document.querySelector("article.case");
}
"""


async def test_a_whole_shift_by_keys_alone(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 8)
    page = await newsroom.moderator("alice")
    await page.goto("/review")
    while not await page.evaluate("document.activeElement.closest('form[data-next]') !== null"):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Approve")).to_be_visible()
    await page.wait_for_load_state("networkidle")

    await page.keyboard.press("a")
    await eventually(newsroom, ids[0], "approved by alice")
    assert await shown(page) == ids[1]

    await page.keyboard.press("r")
    await page.keyboard.press("4")
    await eventually(newsroom, ids[1], "rejected by alice")
    assert await shown(page) == ids[2]

    await page.keyboard.press("s")
    assert await shown(page) == ids[3]
    await page.keyboard.press("n")
    await page.keyboard.type("a r s z: no key, but a note")
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await eventually(newsroom, ids[3], "approved by alice")

    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press("z")
    await eventually(newsroom, ids[3], "pending")
    await expect(page.get_by_text("The verdict is taken back")).to_be_visible()
    assert await shown(page) == ids[3]
    await expect(page.get_by_role("listitem").filter(has_text="no key, but a note")).to_be_visible()

    await page.keyboard.press("q")
    await expect(page.get_by_role("heading", name="Queue")).to_be_visible()


async def test_who_skips_sees_every_case_before_the_first_comes_round_again(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 16)
    page = await at_the_desk(newsroom)
    for comment_id in [*ids, ids[0]]:
        await expect(page.locator("article.case")).to_have_attribute("data-id", comment_id)
        await page.keyboard.press("s")
    await expect(page.locator("article.case")).to_have_attribute("data-id", ids[1])
    await page.keyboard.press("k")
    await expect(page.locator("article.case")).to_have_attribute("data-id", ids[0])


async def test_what_was_passed_over_is_free_for_others_and_can_be_gone_back_to(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 16)
    page = await at_the_desk(newsroom)
    for comment_id in ids[:15]:
        await expect(page.locator("article.case")).to_have_attribute("data-id", comment_id)
        await page.keyboard.press("s")
    await eventually_free(newsroom, 8)
    for comment_id in reversed(ids[:15]):
        await page.keyboard.press("k")
        await expect(page.locator("article.case")).to_have_attribute("data-id", comment_id)
    await page.keyboard.press("k")
    await expect(page.get_by_text("There is no case before this one for you now.")).to_be_visible()


async def test_half_of_the_queue_stays_ours_however_late_the_counts_come(newsroom: Newsroom) -> None:
    async def late(route: Route) -> None:
        counts = await route.fetch()
        await asyncio.sleep(0.3)
        await route.fulfill(response=counts)

    ids = await waiting(newsroom, 16)
    page = await at_the_desk(newsroom)
    await page.route("**/v1/review/stats*", late)
    for comment_id in ids[:15]:
        await expect(page.locator("article.case")).to_have_attribute("data-id", comment_id)
        await page.keyboard.press("s")
    await expect(page.locator("article.case")).to_have_attribute("data-id", ids[15])
    await eventually_free(newsroom, 8)
    await asyncio.sleep(1)
    assert await free(newsroom) == 8


async def test_what_a_colleague_takes_is_not_given_back_where_there_is_enough(newsroom: Newsroom) -> None:
    await waiting(newsroom, 16)
    page = await at_the_desk(newsroom)
    later = [await newsroom.post(f"Whose {WATCHED} is this? I have seen {number}.") for number in range(4)]
    async with page.expect_response("**/v1/review/stats*"):
        await newsroom.claim("bob", later[0]["id"])
    await page.wait_for_load_state("networkidle")
    await asyncio.sleep(0.2)
    assert await free(newsroom) == 20 - 8 - 1


async def test_a_key_shows_the_next_case_before_the_service_has_answered(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 6)
    page = await at_the_desk(newsroom)
    answered = asyncio.Event()

    async def hold(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    await page.route("**/verdict", hold)
    assert await page.evaluate(PRESS_AND_LOOK)
    assert await shown(page) == ids[1]
    assert await standing(newsroom, ids[0]) == "pending"
    answered.set()
    await eventually(newsroom, ids[0], "approved by alice")


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
async def test_everything_works_without_keys(newsroom: Newsroom, *, touch: bool) -> None:
    ids = await waiting(newsroom, 6)
    size = {"width": 390, "height": 800} if touch else {"width": 1280, "height": 800}
    page = await at_the_desk(newsroom, has_touch=touch, is_mobile=touch, viewport=size)

    async def press(name: str) -> None:
        button = page.get_by_role("button", name=name)
        await (button.tap() if touch else button.click())

    await press("Approve")
    await eventually(newsroom, ids[0], "approved by alice")
    await press("Off-topic")
    await eventually(newsroom, ids[1], "rejected by alice")
    await press("Undo")
    await eventually(newsroom, ids[1], "pending")
    await press("Skip")
    await press("Keys")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await press("Close")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_verdict_that_came_too_late_brings_the_case_back(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 6)
    page = await at_the_desk(newsroom, live=False)
    await newsroom.end_hold("alice", page)
    await newsroom.decide("bob", ids[0], "reject", reason="spam")
    await page.get_by_label("Note").fill("I would keep it.")
    await page.get_by_role("button", name="Approve").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("bob rejected this comment already.")
    await expect(alert).to_contain_text("I would keep it.")
    await expect(alert).to_be_focused()
    assert await shown(page) == ids[0]
    await expect(page.get_by_text("bob rejected it")).not_to_have_count(0)
    await page.get_by_role("button", name="Next case").click()
    assert await shown(page) == ids[1]
    assert await standing(newsroom, ids[0]) == "rejected by bob"


async def test_a_verdict_that_could_not_be_sent_is_given_again(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 6)
    page = await at_the_desk(newsroom)
    await page.route("**/verdict", lose)
    await page.get_by_label("Note").fill("Not lost.")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("alert")).to_contain_text("The service can't be reached.")
    assert await shown(page) == ids[0]
    await expect(page.get_by_label("Note")).to_have_value("Not lost.")
    await page.unroute("**/verdict")
    await page.get_by_role("button", name="Approve").click()
    await eventually(newsroom, ids[0], "approved by alice")
    assert await shown(page) == ids[1]


async def test_a_double_click_decides_one_case_and_takes_one_back(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 8)
    page = await at_the_desk(newsroom)
    for comment_id in ids[:2]:
        await page.get_by_role("button", name="Approve").dblclick()
        await eventually(newsroom, comment_id, "approved by alice")
    await page.wait_for_load_state("networkidle")
    assert await standing(newsroom, ids[2]) == "pending"
    await page.get_by_role("button", name="Undo").dblclick()
    await eventually(newsroom, ids[1], "pending")
    await page.wait_for_load_state("networkidle")
    assert await standing(newsroom, ids[0]) == "approved by alice"


async def test_single_keys_can_be_switched_off(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 4)
    page = await at_the_desk(newsroom)
    await page.keyboard.press("?")
    await page.get_by_label("Single keys work").uncheck()
    await page.get_by_role("button", name="Close").click()
    await page.keyboard.press("a")
    assert await shown(page) == ids[0]
    await page.reload()
    await page.wait_for_load_state("networkidle")
    await page.keyboard.press("a")
    assert await shown(page) == ids[0]
    await page.keyboard.press("?")
    await page.get_by_label("Single keys work").check()
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await eventually(newsroom, ids[0], "approved by alice")


async def test_the_focus_is_on_the_case_that_is_shown(newsroom: Newsroom) -> None:
    await waiting(newsroom, 4)
    page = await at_the_desk(newsroom)
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert await page.title() == "Comment by Reader 1 · Fairword"


async def test_the_exact_time_is_in_sight_in_the_readers_zone(newsroom: Newsroom) -> None:
    (case,) = await waiting(newsroom, 1)
    page = await newsroom.moderator("alice", timezone_id="Asia/Kolkata", locale="en-GB")
    await page.goto(f"/review/cases/{case}")
    time = page.locator(".audit time[data-exact]")
    at = datetime.fromisoformat(await time.get_attribute("datetime") or "").astimezone(
        ZoneInfo("Asia/Kolkata")
    )
    await expect(time).to_have_text(f"{at:%-d %b %Y, %H:%M}")
