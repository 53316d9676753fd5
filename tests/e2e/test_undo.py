"""Taking back at the desk: as far as one wants, over a reload, and from the list."""

import pytest
from playwright.async_api import expect

from tests.e2e.moderating import at_the_desk, eventually, eventually_free, shown, waiting
from tests.e2e.newsroom import Newsroom


async def test_undo_goes_back_as_far_as_one_wants(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 8)
    page = await at_the_desk(newsroom)
    for key in "aaa":
        await page.keyboard.press(key)
    for comment_id in ids[:3]:
        await eventually(newsroom, comment_id, "approved by alice")
    for comment_id in reversed(ids[:3]):
        await page.keyboard.press("z")
        await eventually(newsroom, comment_id, "pending")
        await expect(page.locator("article.case")).to_have_attribute("data-id", comment_id)
    await page.keyboard.press("a")
    await expect(page.locator("article.case")).to_have_attribute("data-id", ids[1])


async def test_undo_goes_back_over_a_reload_and_from_the_list(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 8)
    page = await at_the_desk(newsroom)
    for number in range(3):
        async with page.expect_response("**/verdict*"):
            await page.keyboard.press("a")
        await eventually(newsroom, ids[number], "approved by alice")
    await page.reload()
    await expect(page.get_by_text("It is yours until")).to_be_visible()
    await page.keyboard.press("z")
    await expect(page.locator("article.case")).to_have_attribute("data-id", ids[2])
    await eventually_free(newsroom, 3)
    async with page.expect_response("**/v1/review/events*"):
        await page.keyboard.press("q")
    await expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    for comment_id in reversed(ids[:2]):
        await page.keyboard.press("z")
        await eventually(newsroom, comment_id, "pending")
    await page.keyboard.press("z")
    await expect(page.get_by_text("There is nothing to take back.")).to_be_visible()
    await eventually_free(newsroom, 8)


async def test_the_last_verdict_is_taken_back_from_the_list_that_follows(newsroom: Newsroom) -> None:
    (only,) = await waiting(newsroom, 1)
    page = await at_the_desk(newsroom)
    async with page.expect_response("**/v1/review/events*"):
        await page.keyboard.press("a")
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()
    async with page.expect_response("**/v1/review/events*"):
        await page.keyboard.press("z")
    await expect(page.get_by_text("The verdict is taken back")).to_be_visible()
    assert await shown(page) == only
    await eventually(newsroom, only, "pending")
    await page.keyboard.press("z")
    await expect(page.get_by_text("There is nothing to take back.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_the_undo_of_a_page_names_its_key_where_keys_work(newsroom: Newsroom, *, scripts: bool) -> None:
    (case,) = await waiting(newsroom, 1)
    await newsroom.decide("alice", case, "approve")
    page = await newsroom.moderator("alice", java_script_enabled=scripts)
    await page.goto(f"/review?done={case}")
    hint = page.locator("form[data-done] kbd")
    await expect(hint).to_have_text("z")
    await expect(hint).to_be_visible(visible=scripts)
