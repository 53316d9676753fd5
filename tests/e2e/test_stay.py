"""Who stays at the desk keeps the cases; who leaves or is away gives them back, and finds the note again."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.moderating import (
    at_the_desk,
    eventually,
    eventually_free,
    free,
    lose,
    sign_out_elsewhere,
    waiting,
)
from tests.e2e.newsroom import PASSWORD, Newsroom
from tests.support.axe import accessibility_troubles


async def test_a_page_that_was_cut_off_says_when_the_service_can_be_reached_again(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 2)
    page = await at_the_desk(newsroom)
    for call in ("**/verdict", "**/events?*"):
        await page.route(call, lose)
    await page.reload()
    await page.keyboard.press("a")
    alert = page.get_by_role("alert")
    await expect(alert).to_have_text("The service can't be reached.")
    await page.unroute_all()
    await expect(alert).to_contain_text("The service can be reached again.", timeout=15_000)
    await expect(alert).to_be_focused()
    await page.keyboard.press("a")
    await eventually(newsroom, ids[0], "approved by alice")


async def test_who_was_signed_out_is_led_to_the_sign_in_page(newsroom: Newsroom) -> None:
    await waiting(newsroom, 1)
    page = await at_the_desk(newsroom)
    await page.context.clear_cookies()
    await page.get_by_role("button", name="Approve").click()
    await page.get_by_role("alert").get_by_role("link", name="Sign in again").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_who_is_signed_out_reads_it_and_goes_on_with_the_note(newsroom: Newsroom) -> None:
    await waiting(newsroom, 1)
    page = await at_the_desk(newsroom, live=False)
    await page.get_by_label("Note").fill("Half a sent")
    await sign_out_elsewhere(page)
    await expect(page.locator("#strip")).to_have_text("You are signed out. Sign in again")
    await expect(page.get_by_label("Note")).to_be_focused()
    assert await accessibility_troubles(page) == []


@pytest.mark.parametrize(("name", "note"), [("alice", "Not lost."), ("bob", "")])
async def test_a_note_is_there_again_for_who_wrote_it_and_had_to_sign_in(
    newsroom: Newsroom, name: str, note: str
) -> None:
    (case,) = await waiting(newsroom, 1)
    page = await at_the_desk(newsroom)
    await page.get_by_label("Note").fill("Not lost.")
    await newsroom.end_hold("alice", page)
    await page.context.clear_cookies()
    await page.get_by_role("button", name="Approve").click()
    await page.get_by_role("link", name="Sign in again").click()
    await newsroom.claim(name, case)
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("It is yours until")).to_be_visible()
    await expect(page.get_by_label("Note")).to_have_value(note)


async def test_others_find_cases_too(newsroom: Newsroom) -> None:
    await waiting(newsroom, 9)
    await at_the_desk(newsroom)
    assert await free(newsroom) == 4
    bob = await at_the_desk(newsroom, "bob")
    await expect(bob.get_by_role("button", name="Approve")).to_be_visible()
    await eventually_free(newsroom, 3)  # alice gives one of those back that she has ahead


async def test_what_one_has_ahead_goes_to_whoever_has_none(newsroom: Newsroom) -> None:
    await waiting(newsroom, 4)
    await at_the_desk(newsroom)
    for name in ("bob", "erin"):
        assert await free(newsroom) > 0
        page = await newsroom.moderator(name)
        await page.goto("/review")
        await page.get_by_role("button", name="Take the next case").click()
        await expect(page.get_by_role("button", name="Approve")).to_be_visible()
    await eventually_free(newsroom, 1)


async def test_leaving_frees_every_case(newsroom: Newsroom) -> None:
    await waiting(newsroom, 9)
    page = await at_the_desk(newsroom)
    await page.get_by_role("link", name="Queue").click()
    await expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    await eventually_free(newsroom, 9)


async def test_loading_the_page_again_keeps_the_case(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 5)
    page = await at_the_desk(newsroom)
    await page.reload()
    await page.wait_for_load_state("networkidle")
    await page.get_by_role("button", name="Approve").click()
    await eventually(newsroom, ids[0], "approved by alice")


async def at_the_desk_with_a_clock(newsroom: Newsroom) -> Page:
    """The page of somebody who has taken the first case; the desk's script runs, by a clock that is ours."""
    page = await newsroom.moderator("alice")
    await page.clock.install()
    await page.goto("/review")
    await page.get_by_role("button", name="Take the next case").click()
    await expect(page.locator("#held")).to_contain_text("It is yours until")
    return page


async def test_who_is_away_gives_the_cases_back_and_finds_the_case_again(newsroom: Newsroom) -> None:
    ids = await waiting(newsroom, 5)
    page = await at_the_desk_with_a_clock(newsroom)
    await page.wait_for_load_state("networkidle")
    await page.get_by_label("Note").fill("Half a sent")
    await page.clock.fast_forward(6 * 60_000)
    await expect(page.get_by_text("You were away, so your cases were given back.")).to_be_visible()
    await eventually_free(newsroom, 5)
    await page.mouse.move(200, 300)
    await expect(page.get_by_text("It is yours until")).to_be_visible()
    await expect(page.get_by_label("Note")).to_have_value("Half a sent")
    await page.get_by_role("button", name="Approve").click()
    await eventually(newsroom, ids[0], "approved by alice")


async def test_who_comes_back_to_a_case_that_a_colleague_took_reads_the_note(
    newsroom: Newsroom,
) -> None:
    (case,) = await waiting(newsroom, 1)
    page = await at_the_desk_with_a_clock(newsroom)
    await page.get_by_label("Note").fill("Half a sent")
    await page.clock.fast_forward(6 * 60_000)
    await eventually_free(newsroom, 1)
    await newsroom.claim("bob", case)
    await page.mouse.move(200, 300)
    await expect(page.get_by_text("bob is working on this case")).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("Half a sent")


async def test_who_stays_keeps_the_case(newsroom: Newsroom) -> None:
    await waiting(newsroom, 1)
    page = await at_the_desk_with_a_clock(newsroom)
    async with page.expect_response("**/renew") as renewed:
        await page.clock.fast_forward(61_000)
    assert (await renewed.value).status == 200
