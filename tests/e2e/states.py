"""The pages for readers in every state, with whatever words somebody typed."""

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


async def queued(newsroom: Newsroom, words: Words, **more: str) -> str:
    """Post a comment that waits for a moderator, and return its id."""
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title, **more)
    return str(receipt["id"])


async def everything_is_sampled(newsroom: Newsroom) -> None:
    """An editor has everything that is decided automatically decided again, blind."""
    page = await opened(await newsroom.moderator("erin"), "/review/settings")
    await page.get_by_label("Blind sample").fill("100%")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved:")).to_be_visible()


async def opened(page: Page, path: str) -> Page:
    """Return a page that shows what is at an address."""
    await page.goto(path)
    return page


async def front_page(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.reader(), "/")


async def article_without_comments(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.reader(), "/demo")


async def article_with_comments(newsroom: Newsroom, words: Words) -> Page:
    """With an answer to the first comment, which it is about to answer once more."""
    first = await queued(newsroom, words)
    await newsroom.decide("alice", first, "approve")
    second = await queued(newsroom, Words(words.name, words.text + " (2)", words.title), parent_id=first)
    await newsroom.decide("alice", second, "approve")
    page = await opened(await newsroom.reader(), "/demo")
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
    return await _sent(await opened(await newsroom.reader(), "/demo"), name, text)


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
    return await opened(page, "/demo")


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
    return await opened(await newsroom.reader(), receipt["path"])


async def status_of_what_is_published(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.waiting, name=words.name, title=words.title)
    await newsroom.decide("alice", receipt["id"], "approve")
    return await opened(await newsroom.reader(), receipt["path"])


async def status_of_what_was_refused(newsroom: Newsroom, words: Words) -> Page:
    """With an appeal that says nothing."""
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    page = await opened(await newsroom.reader(), receipt["path"])
    await page.get_by_role("button", name="Send the appeal").click()
    await expect(page.get_by_text("Please say why")).to_be_visible()
    return page


async def status_with_an_appeal(newsroom: Newsroom, words: Words) -> Page:
    receipt = await newsroom.post(words.refused, name=words.name, title=words.title)
    await newsroom.appeal(receipt, words.text[:2_000])
    return await opened(await newsroom.reader(), receipt["path"])


async def sign_in(newsroom: Newsroom, _: Words) -> Page:
    """After a wrong password."""
    page = await opened(await newsroom.reader(), "/login")
    await page.get_by_label("Name").fill("nobody")
    await page.get_by_label("Password").fill("a guess, nothing more")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    return page


async def nothing_there(newsroom: Newsroom, _: Words) -> Page:
    return await opened(await newsroom.reader(), "/nowhere")


async def page_out_of_date(newsroom: Newsroom, _: Words) -> Page:
    page = await opened(await newsroom.moderator("alice"), "/review")
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
)
"""Those that show what somebody typed."""
WITHOUT_WORDS: tuple[State, ...] = (
    front_page,
    article_without_comments,
    sign_in,
    nothing_there,
    page_out_of_date,
)
