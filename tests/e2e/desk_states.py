"""The queue and its cases in every state, with whatever words somebody typed."""

from playwright.async_api import Page, expect

from tests.e2e.newsroom import Newsroom
from tests.e2e.states import State, Words, everything_is_sampled, opened, queued


async def _appealed(newsroom: Newsroom, words: Words) -> str:
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "reject", reason="abuse", note=words.text[:2_000])
    await newsroom.appeal(receipt, words.text[:2_000])
    return str(receipt["id"])


async def empty_queue(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.moderator("alice"), "/review")


async def full_queue(newsroom: Newsroom, words: Words) -> Page:
    """With a case of one's own, somebody else's, an appeal, and the offer to undo."""
    await _appealed(newsroom, words)
    mine, theirs, done, _ = [
        await queued(newsroom, Words(words.name, f"{words.text} ({number})", words.title))
        for number in range(4)
    ]
    await newsroom.claim("alice", mine)
    await newsroom.claim("bob", theirs)
    await newsroom.decide("alice", done, "approve")
    return await opened(await newsroom.moderator("alice"), f"/review?none=1&done={done}")


async def queue_with_copies(newsroom: Newsroom, words: Words) -> Page:
    """Narrowed, with all choices open."""
    for number in range(3):
        text = f"{words.text} Please look at this, everybody who reads, and think of it once more ({number})"
        await queued(newsroom, Words(words.name, text, words.title))
    page = await opened(await newsroom.moderator("alice"), "/review?sort=oldest&from=0&to=100")
    await page.locator(".menu summary").first.click()
    return page


async def about_to_decide_many(newsroom: Newsroom, words: Words) -> Page:
    page = await queue_with_copies(newsroom, words)
    await page.get_by_label("All 3 that fit").check()
    await page.get_by_role("button", name="Reject …", exact=True).click()
    await expect(page.get_by_role("heading", name="Reject 3 comments?")).to_be_visible()
    return page


async def case_of_ones_own(newsroom: Newsroom, words: Words) -> Page:
    """With a parent and what the author wrote before."""
    first = await queued(newsroom, words)
    await newsroom.decide("alice", first, "approve")
    case = await queued(newsroom, Words(words.name, words.text + " (2)", words.title), parent_id=first)
    await newsroom.claim("alice", case)
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{case}?done={first}")


async def case_that_is_free(newsroom: Newsroom, words: Words) -> Page:
    case = await queued(newsroom, words)
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def case_of_a_narrowed_list(newsroom: Newsroom, words: Words) -> Page:
    case = await queued(newsroom, words)
    page = await opened(
        await newsroom.moderator("alice"), f"/review/cases/{case}?article=demo&reason=insult&from=10"
    )
    await expect(page.get_by_text("Only:")).to_be_visible()
    return page


async def case_of_somebody_else(newsroom: Newsroom, words: Words) -> Page:
    case = await queued(newsroom, words)
    await newsroom.claim("bob", case)
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def case_that_is_decided(newsroom: Newsroom, words: Words) -> Page:
    case = await queued(newsroom, words)
    await newsroom.decide("alice", case, "reject", reason="spam", note=words.text[:2_000])
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def case_after_an_undo(newsroom: Newsroom, words: Words) -> Page:
    page = await case_that_is_decided(newsroom, words)
    await page.get_by_role("button", name="Undo the verdict").click()
    await expect(page.get_by_text("The verdict is taken back")).to_be_visible()
    return page


async def case_that_somebody_was_faster_with(newsroom: Newsroom, words: Words) -> Page:
    page = await case_of_ones_own(newsroom, words)
    await page.get_by_label("Note").fill(words.text[:2_000])
    await newsroom.end_hold("alice", page)
    await newsroom.decide("bob", str(await page.locator("article.case").get_attribute("data-id")), "approve")
    await page.get_by_role("button", name="Abuse").click()
    await expect(page.get_by_role("alert")).to_contain_text("bob approved this comment already.")
    return page


async def appeal_against_ones_own_verdict(newsroom: Newsroom, words: Words) -> Page:
    case = await _appealed(newsroom, words)
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def appeal_to_decide(newsroom: Newsroom, words: Words) -> Page:
    case = await _appealed(newsroom, words)
    await newsroom.claim("bob", case)
    return await opened(await newsroom.moderator("bob"), f"/review/cases/{case}")


async def appeal_against_the_policy(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.appeal(receipt, words.text[:2_000])
    await newsroom.claim("alice", receipt["id"])
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{receipt['id']}")


async def case_of_the_sample(newsroom: Newsroom, words: Words) -> Page:
    await everything_is_sampled(newsroom)
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.claim("alice", receipt["id"])
    return await opened(await newsroom.moderator("alice"), f"/review/cases/{receipt['id']}")


WITH_WORDS: tuple[State, ...] = (
    full_queue,
    queue_with_copies,
    about_to_decide_many,
    case_of_ones_own,
    case_that_is_free,
    case_of_a_narrowed_list,
    case_of_somebody_else,
    case_that_is_decided,
    case_after_an_undo,
    case_that_somebody_was_faster_with,
    appeal_against_ones_own_verdict,
    appeal_to_decide,
    appeal_against_the_policy,
    case_of_the_sample,
)
"""Those that show what somebody typed."""
WITHOUT_WORDS: tuple[State, ...] = (empty_queue,)
