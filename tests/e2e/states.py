"""Every page in every state, with whatever words somebody typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page, expect

from tests.e2e.newsroom import BLOCKED, FRIENDLY, TITLE, WATCHED, Newsroom


@dataclass(frozen=True)
class Words:
    """What a commenter typed, or a site's page sent along."""

    name: str = "Rosa"
    text: str = FRIENDLY
    title: str = TITLE

    @property
    def waiting(self) -> str:
        """The text, with a word that makes it wait for a moderator."""
        return f"{self.text} {WATCHED}"

    @property
    def refused(self) -> str:
        """The text, with a word that has it refused."""
        return f"{self.text} {BLOCKED}"


State = Callable[[Newsroom, Words], Awaitable[Page]]


async def _queued(newsroom: Newsroom, words: Words, **more: str) -> str:
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title, **more)
    return str(receipt["id"])


async def _appealed(newsroom: Newsroom, words: Words) -> str:
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "reject", reason="abuse", note=words.text[:2_000])
    await newsroom.appeal(receipt, words.text[:2_000])
    return str(receipt["id"])


async def _opened(page: Page, path: str) -> Page:
    await page.goto(path)
    return page


async def front_page(newsroom: Newsroom, _: Words) -> Page:
    return await _opened(await newsroom.reader(), "/")


async def article_without_comments(newsroom: Newsroom, _: Words) -> Page:
    return await _opened(await newsroom.reader(), "/demo")


async def article_with_comments(newsroom: Newsroom, words: Words) -> Page:
    """With an answer to the first comment, which it is about to answer once more."""
    first = await _queued(newsroom, words)
    await newsroom.decide("alice", first, "approve")
    second = await _queued(newsroom, Words(words.name, words.text + " (2)", words.title), parent_id=first)
    await newsroom.decide("alice", second, "approve")
    page = await _opened(await newsroom.reader(), "/demo")
    await page.get_by_role("button", name="Reply to comment 1").click()
    return page


async def plain_article_with_comments(newsroom: Newsroom, words: Words) -> Page:
    """The same where the form's script does not come."""
    page = await article_with_comments(newsroom, words)
    await _without_script(page)
    await page.reload()
    await page.get_by_role("link", name="Reply to comment 1").click()
    return page


async def _posted(newsroom: Newsroom, name: str, text: str) -> Page:
    return await _sent(await _opened(await newsroom.reader(), "/demo"), name, text)


async def _sent(page: Page, name: str, text: str) -> Page:
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Comment", exact=True).fill(text)
    await page.get_by_role("button", name="Post comment").click()
    return page


async def article_after_posting(newsroom: Newsroom, words: Words) -> Page:
    page = await _posted(newsroom, words.name, words.waiting)
    await expect(page.get_by_role("status")).to_contain_text("A moderator will look")
    return page


async def article_after_a_refusal(newsroom: Newsroom, words: Words) -> Page:
    page = await _posted(newsroom, words.name, words.refused)
    await expect(page.get_by_role("status")).to_contain_text("was not published")
    return page


async def _with_the_plain_form(newsroom: Newsroom) -> Page:
    """The article where the form's script does not come."""
    page = await newsroom.reader()
    await _without_script(page)
    return await _opened(page, "/demo")


async def _without_script(page: Page) -> None:
    await page.route("**/embed.js", lambda route: route.fulfill(body="", content_type="text/javascript"))


async def form_with_errors(newsroom: Newsroom, words: Words) -> Page:
    page = await _with_the_plain_form(newsroom)
    await page.locator("[name=article_title]").evaluate("(field, title) => field.value = title", words.title)
    await page.get_by_label("Comment", exact=True).fill(words.text)
    await page.get_by_role("button", name="Post comment").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    return page


async def form_that_is_refused(newsroom: Newsroom, words: Words) -> Page:
    await newsroom.post(words.waiting, name=words.name)
    page = await _sent(await _with_the_plain_form(newsroom), words.name, words.waiting)
    await expect(page.get_by_role("alert")).to_contain_text("you have already said that")
    return page


async def status_of_what_waits(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    return await _opened(await newsroom.reader(), receipt["path"])


async def status_of_what_is_published(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "approve")
    return await _opened(await newsroom.reader(), receipt["path"])


async def status_of_what_was_refused(newsroom: Newsroom, words: Words) -> Page:
    """With an appeal that says nothing."""
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    page = await _opened(await newsroom.reader(), receipt["path"])
    await page.get_by_role("button", name="Send the appeal").click()
    await expect(page.get_by_text("Please say why")).to_be_visible()
    return page


async def status_with_an_appeal(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.appeal(receipt, words.text[:2_000])
    return await _opened(await newsroom.reader(), receipt["path"])


async def sign_in(newsroom: Newsroom, _: Words) -> Page:
    """After a wrong password."""
    page = await _opened(await newsroom.reader(), "/login")
    await page.get_by_label("Name").fill("nobody")
    await page.get_by_label("Password").fill("a guess, nothing more")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    return page


async def empty_queue(newsroom: Newsroom, _: Words) -> Page:
    return await _opened(await newsroom.moderator("alice"), "/review")


async def full_queue(newsroom: Newsroom, words: Words) -> Page:
    """With a case of one's own, somebody else's, an appeal, and the offer to undo."""
    await _appealed(newsroom, words)
    mine, theirs, done, _ = [
        await _queued(newsroom, Words(words.name, f"{words.text} ({number})", words.title))
        for number in range(4)
    ]
    await newsroom.claim("alice", mine)
    await newsroom.claim("bob", theirs)
    await newsroom.decide("alice", done, "approve")
    return await _opened(await newsroom.moderator("alice"), f"/review?none=1&done={done}")


async def queue_with_copies(newsroom: Newsroom, words: Words) -> Page:
    """Narrowed, with all choices open."""
    for number in range(3):
        text = f"{words.text} Please look at this, everybody who reads, and think of it once more ({number})"
        await _queued(newsroom, Words(words.name, text, words.title))
    page = await _opened(await newsroom.moderator("alice"), "/review?sort=oldest&from=0&to=100")
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
    first = await _queued(newsroom, words)
    await newsroom.decide("alice", first, "approve")
    case = await _queued(newsroom, Words(words.name, words.text + " (2)", words.title), parent_id=first)
    await newsroom.claim("alice", case)
    return await _opened(await newsroom.moderator("alice"), f"/review/cases/{case}?done={first}")


async def case_that_is_free(newsroom: Newsroom, words: Words) -> Page:
    case = await _queued(newsroom, words)
    return await _opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def case_of_a_narrowed_list(newsroom: Newsroom, words: Words) -> Page:
    case = await _queued(newsroom, words)
    page = await _opened(
        await newsroom.moderator("alice"), f"/review/cases/{case}?article=demo&reason=insult&from=10"
    )
    await expect(page.get_by_text("Only:")).to_be_visible()
    return page


async def case_of_somebody_else(newsroom: Newsroom, words: Words) -> Page:
    case = await _queued(newsroom, words)
    await newsroom.claim("bob", case)
    return await _opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def case_that_is_decided(newsroom: Newsroom, words: Words) -> Page:
    case = await _queued(newsroom, words)
    await newsroom.decide("alice", case, "reject", reason="spam", note=words.text[:2_000])
    return await _opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


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
    return await _opened(await newsroom.moderator("alice"), f"/review/cases/{case}")


async def appeal_to_decide(newsroom: Newsroom, words: Words) -> Page:
    case = await _appealed(newsroom, words)
    await newsroom.claim("bob", case)
    return await _opened(await newsroom.moderator("bob"), f"/review/cases/{case}")


async def appeal_against_the_policy(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.appeal(receipt, words.text[:2_000])
    await newsroom.claim("alice", receipt["id"])
    return await _opened(await newsroom.moderator("alice"), f"/review/cases/{receipt['id']}")


async def nothing_there(newsroom: Newsroom, _: Words) -> Page:
    return await _opened(await newsroom.reader(), "/nowhere")


async def page_out_of_date(newsroom: Newsroom, _: Words) -> Page:
    page = await _opened(await newsroom.moderator("alice"), "/review")
    await page.locator("[name=csrf]").first.evaluate("field => field.value = 'another'")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("This page is out of date")).to_be_visible()
    return page


WITH_WORDS: tuple[State, ...] = (
    article_with_comments,
    plain_article_with_comments,
    article_after_posting,
    article_after_a_refusal,
    form_with_errors,
    form_that_is_refused,
    status_of_what_waits,
    status_of_what_is_published,
    status_of_what_was_refused,
    status_with_an_appeal,
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
)
"""Those that show what somebody typed."""
WITHOUT_WORDS: tuple[State, ...] = (
    front_page,
    article_without_comments,
    sign_in,
    empty_queue,
    nothing_there,
    page_out_of_date,
)
