"""Keys in the list: they are for what has the focus or is chosen, and for nothing else."""

from playwright.async_api import expect

from tests.e2e.moderating import eventually, listed, row, standing, waiting
from tests.e2e.newsroom import Newsroom


async def test_a_key_rejects_the_row_that_has_the_focus_while_the_reasons_of_another_are_open(
    newsroom: Newsroom,
) -> None:
    ids = await waiting(newsroom, 2)
    page = await listed(newsroom)
    await row(page, ids[0]).get_by_text("Reject …").click()
    await expect(row(page, ids[0]).get_by_role("button", name="Abuse")).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("r")
    await expect(row(page, ids[1])).to_be_focused()
    await page.keyboard.press("1")
    await eventually(newsroom, ids[1], "rejected by alice")
    assert await standing(newsroom, ids[0]) == "pending"


async def test_it_shows_what_the_next_number_rejects(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 2)
    page = await listed(newsroom)
    reject, together = row(page, ids[0]).get_by_text("Reject …"), page.locator(".bulk .together")
    for key in ("j", "r"):
        await page.keyboard.press(key)
    await expect(reject).to_have_css("outline-style", "solid")
    await expect(together).to_have_css("outline-style", "none")
    for key in ("Escape", "x", "r"):
        await page.keyboard.press(key)
    await expect(reject).to_have_css("outline-style", "none")
    await expect(together).to_have_css("outline-style", "solid")


async def test_who_leaves_the_reasons_of_a_row_by_escape_is_still_in_that_row(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 2)
    page = await listed(newsroom)
    reject = row(page, ids[1]).get_by_text("Reject …")
    await reject.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    abuse = row(page, ids[1]).get_by_role("button", name="Abuse")
    await expect(abuse).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(abuse).to_be_hidden()
    await expect(reject).to_be_focused()


async def test_a_case_that_comes_into_an_empty_list_is_taken_like_any_other(newsroom: Newsroom) -> None:
    page = await listed(newsroom)
    take = page.get_by_role("button", name="Take the next case")
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()
    await expect(take).to_be_hidden()
    (case_id,) = await waiting(newsroom, 1)
    await expect(row(page, case_id)).to_be_visible()
    await expect(take).to_be_visible()
    await page.keyboard.press("t")
    await expect(page.get_by_role("heading", name="Comment by Reader 0")).to_be_visible()


async def test_what_comes_into_an_empty_list_can_be_searched(newsroom: Newsroom) -> None:
    page = await listed(newsroom)
    summary, words = page.get_by_text("Find and sort"), page.get_by_label("Words")
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()
    await expect(summary).to_be_hidden()
    await page.keyboard.press("/")
    await waiting(newsroom, 1)
    await expect(summary).to_be_visible()
    await expect(words).to_be_hidden()
    await page.keyboard.press("/")
    await expect(words).to_be_focused()
    await words.fill("whistle")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 case fits what you look for.")).to_be_visible()


async def test_a_narrowed_list_of_an_empty_queue_leads_to_all_that_comes(newsroom: Newsroom) -> None:
    page = await listed(newsroom, "/review?q=ferry")
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()
    (case_id,) = await waiting(newsroom, 1)
    await expect(page.get_by_text("1 open case")).to_be_visible()
    await expect(page.get_by_text("Nothing waits.")).to_be_hidden()
    await page.get_by_role("link", name="Show all").click()
    await expect(row(page, case_id)).to_be_visible()
