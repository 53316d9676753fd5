"""The pages beside the desk in every state, with whatever words somebody typed."""

import re

from playwright.async_api import Page, expect

from tests.e2e.newsroom import ABUSIVE, Newsroom
from tests.e2e.states import State, Words, everything_is_sampled, opened


async def empty_history(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.moderator("alice"), "/review/history")


async def full_history(newsroom: Newsroom, words: Words) -> Page:
    """With verdicts to undo, decisions to reopen, a note, and a search that finds them all."""
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "reject", reason="abuse", note=words.text[:2_000])
    await newsroom.post(words.refused, name=words.name, title=words.title)
    page = await newsroom.moderator("alice")
    return await opened(page, "/review/history?words=e")


async def author_who_may_write(newsroom: Newsroom, words: Words) -> Page:
    """With comments that stand each way, and a ban that was not wanted so."""
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "reject", reason="abuse")
    await newsroom.post(words.refused, name=words.name, title=words.title)
    receipt = await newsroom.post(f"{words.waiting} (2)", name=words.name, title=words.title)
    page = await opened(await newsroom.moderator("alice"), f"/review/cases/{receipt['id']}")
    await page.get_by_role("link", name="all of it").click()
    await page.get_by_text("Ban the address").click()
    await page.get_by_label("Why").fill(" ")
    await page.get_by_role("button", name="Ban", exact=True).click()
    await expect(page.get_by_label("Why")).to_be_focused()
    return page


async def author_who_is_banned(newsroom: Newsroom, words: Words) -> Page:
    page = await author_who_may_write(newsroom, words)
    await page.get_by_label("How long").select_option("for a week")
    await page.get_by_label("Why").fill(words.text[:500])
    await page.get_by_role("button", name="Ban", exact=True).click()
    await expect(page.get_by_role("button", name="Lift the ban")).to_be_visible()
    return page


async def bans_that_stand(newsroom: Newsroom, words: Words) -> Page:
    page = await author_who_is_banned(newsroom, words)
    return await opened(page, "/review/bans")


async def author_who_may_write_again(newsroom: Newsroom, words: Words) -> Page:
    return await _lifted(await author_who_is_banned(newsroom, words))


async def bans_of_which_one_was_lifted(newsroom: Newsroom, words: Words) -> Page:
    return await _lifted(await bans_that_stand(newsroom, words))


async def _lifted(page: Page) -> Page:
    await page.get_by_role("button", name="Lift the ban").click()
    await expect(page.get_by_role("status")).to_contain_text("may comment again.")
    return page


async def nobody_is_banned(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.moderator("alice"), "/review/bans")


async def articles_talked_about(newsroom: Newsroom, words: Words) -> Page:
    await newsroom.post(words.refused, name=words.name, title=words.title)
    return await opened(await newsroom.moderator("alice"), "/review/articles")


async def article_that_was_closed(newsroom: Newsroom, words: Words) -> Page:
    await newsroom.post(words.refused, name=words.name, title=words.title)
    page = await opened(await newsroom.moderator("erin"), "/review/articles")
    await page.get_by_role("row").get_by_role("link").click()
    await page.get_by_label("Closed").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("That is how it is from now on.")).to_be_visible()
    return page


async def settings_with_a_preview(newsroom: Newsroom, words: Words) -> Page:
    """With a change by somebody, and comments that would have gone another way."""
    await newsroom.post(words.waiting, name=words.name, title=words.title)
    page = await opened(await newsroom.moderator("erin"), "/review/settings")
    await page.get_by_label("Links in one comment").fill("5")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved:")).to_be_visible()
    await page.get_by_label("Blocked").fill("kettle")
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_text("Those comments").click()
    return page


async def settings_with_errors(newsroom: Newsroom, _: Words) -> Page:
    page = await opened(await newsroom.moderator("erin"), "/review/settings")
    await page.get_by_label("Links in one comment").fill("many")
    await page.get_by_label("By one author").fill("a lot")
    await page.get_by_label("Sentence").first.fill("")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    return page


async def insights_of_the_sample(newsroom: Newsroom, words: Words) -> Page:
    await everything_is_sampled(newsroom)
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "approve")
    page = await opened(await newsroom.moderator("alice"), "/insights")
    await expect(page.get_by_role("table").get_by_text("20.7% to 100.0%")).to_be_visible()
    return page


async def insights_of_a_day(newsroom: Newsroom, words: Words) -> Page:
    """With charts, verdicts of two moderators, and the numbers in sight."""
    first = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", first["id"], "approve")
    second = await newsroom.post(f"{words.waiting} (2)", name=words.name, title=words.title)
    await newsroom.decide("bob", second["id"], "reject", reason="spam")
    await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.post(f"{words.waiting} (3)", name=words.name, title=words.title)
    page = await opened(await newsroom.moderator("erin"), "/insights?period=24h")
    await expect(page.locator("canvas")).to_have_count(2)
    await page.get_by_text("The numbers").click()
    return page


async def case_that_is_blurred_and_covered(newsroom: Newsroom, words: Words) -> Page:
    """With the word that counts for a pause."""
    page = await opened(await newsroom.moderator("bob"), "/review/preferences")
    await page.get_by_label("Blur what people wrote").check()
    await page.get_by_label("Cover the words").check()
    await page.get_by_label("Tell me after").select_option("5")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    try:
        receipt = await newsroom.post(f"{words.waiting} {ABUSIVE}", name=words.name, title=words.title)
        await page.goto(f"/review/cases/{receipt['id']}")
        await expect(page.locator(".comment-text")).to_have_css("filter", re.compile("blur"))
        await page.locator(".comment-text").focus()
        await expect(page.locator(".comment-text")).to_have_css("filter", "none")
    finally:
        other = await opened(await newsroom.moderator("bob"), "/review/preferences")
        await other.get_by_label("Blur what people wrote").uncheck()
        await other.get_by_label("Cover the words").uncheck()
        await other.get_by_label("Tell me after").select_option("Never")
        await other.get_by_role("button", name="Save").click()
        await expect(other.get_by_text("Saved.")).to_be_visible()
    return page


async def preferences(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.moderator("alice"), "/review/preferences")


async def password(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.moderator("alice"), "/review/password")


async def password_with_errors(newsroom: Newsroom, words: Words) -> Page:
    page = await password(newsroom, words)
    for label, typed in (("that you have now", "wrong"), ("characters or more", "short"), ("once more", "x")):
        await page.get_by_label(label).fill(typed)
    await page.get_by_role("button", name="Change it").click()
    await expect(page.get_by_label("that you have now")).to_be_focused()
    return page


WITH_WORDS: tuple[State, ...] = (
    full_history,
    author_who_is_banned,
    author_who_may_write_again,
    bans_that_stand,
    bans_of_which_one_was_lifted,
    articles_talked_about,
    article_that_was_closed,
    settings_with_a_preview,
    insights_of_a_day,
    insights_of_the_sample,
    case_that_is_blurred_and_covered,
)
"""Those that show what somebody typed."""
WITHOUT_WORDS: tuple[State, ...] = (
    empty_history,
    nobody_is_banned,
    settings_with_errors,
    preferences,
    password,
    password_with_errors,
)
