"""From the form to the verdict, and back to the commenter, with JavaScript and without."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.newsroom import ABUSIVE, BLOCKED, FRIENDLY, PASSWORD, WATCHED, Newsroom

WAITING = f"My {WATCHED} broke, does anybody here know a good shop?"
WHY = "I quoted the minister; the word is not mine."

either_way = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


async def write(page: Page, text: str, name: str = "Rosa") -> None:
    """Write a comment under the article."""
    await page.goto("/demo")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Comment", exact=True).fill(text)
    await page.get_by_role("button", name="Post comment").click()


async def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in as anybody does."""
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


@either_way
async def test_a_friendly_comment_appears_under_the_article_at_once(
    newsroom: Newsroom, *, javascript: bool
) -> None:
    page = await newsroom.reader(java_script_enabled=javascript)
    await write(page, FRIENDLY)
    await expect(page.get_by_role("status")).to_contain_text("your comment is published")
    await expect(page.get_by_role("article", name="Comment 1")).to_contain_text(FRIENDLY)


@either_way
async def test_an_abusive_comment_is_refused_with_a_reason_and_a_way_to_appeal(
    newsroom: Newsroom, *, javascript: bool
) -> None:
    page = await newsroom.reader(java_script_enabled=javascript)
    await write(page, ABUSIVE)
    notice = page.get_by_role("status")
    await expect(notice).to_contain_text("Your comment was not published")
    await expect(notice.get_by_role("listitem")).to_have_text(["It reads as rude or hateful."])
    await expect(page.get_by_role("article", name="Comment 1")).to_have_count(0)
    await notice.get_by_role("link").click()
    await expect(page.get_by_role("heading", name="Appeal against this decision")).to_be_visible()


@either_way
async def test_what_waits_is_decided_by_a_moderator_and_everybody_sees_it(
    newsroom: Newsroom, *, javascript: bool
) -> None:
    reader = await newsroom.reader(java_script_enabled=javascript)
    await write(reader, WAITING)
    await expect(reader.get_by_role("status")).to_contain_text("A moderator will look at your comment")
    await reader.get_by_role("status").get_by_role("link").click()
    await expect(reader.get_by_role("heading", level=1)).to_have_text("A moderator will look at your comment")

    desk = await newsroom.reader(java_script_enabled=javascript)
    await desk.goto("/review")
    await sign_in(desk, "alice")
    await expect(desk.get_by_role("article")).to_contain_text([WAITING])
    await desk.get_by_role("button", name="Take the next case").click()
    await expect(desk.get_by_role("region", name="Why it is here")).to_contain_text(WATCHED)
    await desk.get_by_role("button", name="Approve").click()
    await expect(desk.get_by_text("Nothing waits.")).to_be_visible()

    await reader.reload()
    await expect(reader.get_by_role("heading", level=1)).to_have_text("Your comment is published")
    await expect(reader.get_by_text("A moderator decided this")).to_be_visible()
    await reader.goto("/demo")
    await expect(reader.get_by_role("article", name="Comment 1")).to_contain_text(WAITING)


@either_way
async def test_a_rejection_is_appealed_and_another_moderator_decides(
    newsroom: Newsroom, *, javascript: bool
) -> None:
    receipt = await newsroom.post(WAITING)
    alice = await newsroom.moderator("alice", java_script_enabled=javascript)
    await alice.goto("/review")
    await alice.get_by_role("button", name="Take the next case").click()
    await expect(alice.get_by_role("button", name="Skip")).to_be_visible(visible=javascript)
    await alice.get_by_role("button", name="Abuse").click()
    await expect(alice.get_by_text("Nothing waits.")).to_be_visible()

    reader = await newsroom.reader(java_script_enabled=javascript)
    await reader.goto(receipt["path"])
    await expect(reader.get_by_role("listitem")).to_have_text(["It insults or attacks people."])
    await reader.get_by_role("button", name="Send the appeal").click()
    await expect(reader.get_by_label("Why it should stand")).to_have_accessible_description(
        "Please say why the comment should stand."
    )
    await reader.get_by_label("Why it should stand").fill(WHY)
    await reader.get_by_role("button", name="Send the appeal").click()
    await expect(reader.get_by_text("A moderator who has not decided this before")).to_be_visible()

    await alice.goto("/review")
    await alice.get_by_role("button", name="Take the next case").click()
    await expect(alice.get_by_text("No case is free right now")).to_be_visible()
    bob = await newsroom.moderator("bob", java_script_enabled=javascript)
    await bob.goto("/review")
    await bob.get_by_role("button", name="Take the next case").click()
    await expect(bob.get_by_text(WHY)).to_be_visible()
    await bob.get_by_role("button", name="Approve").click()
    await expect(bob.get_by_text("Nothing waits.")).to_be_visible()

    await reader.reload()
    await expect(reader.get_by_text("A moderator looked at it again and agreed with you.")).to_be_visible()


@either_way
async def test_nothing_typed_is_lost_when_a_field_is_wrong(newsroom: Newsroom, *, javascript: bool) -> None:
    page = await newsroom.reader(java_script_enabled=javascript)
    typed = "\n  Two lines,\n\n  <b>as they stand</b> & “quoted”."
    await write(page, typed, name="")
    name, text = page.get_by_label("Name"), page.get_by_label("Comment", exact=True)
    await expect(name).to_have_accessible_description("Please enter your name here")
    await expect(name).to_be_focused()
    await expect(text).to_have_value(typed)
    await text.fill("")
    await page.get_by_role("button", name="Post comment").click()
    await expect(text).to_have_accessible_description("Please enter your comment!")
    await text.fill(FRIENDLY)
    await name.fill("Rosa")
    await page.get_by_role("button", name="Post comment").click()
    await expect(page.get_by_role("article", name="Comment 1")).to_contain_text(FRIENDLY)


@either_way
async def test_a_reply_stands_under_what_it_answers(newsroom: Newsroom, *, javascript: bool) -> None:
    await newsroom.post(FRIENDLY)
    await newsroom.post(f"{FRIENDLY} All of it.", name="Tom")
    page = await newsroom.reader(java_script_enabled=javascript)
    await page.goto("/demo")
    await page.get_by_role("button" if javascript else "link", name="Reply to comment 1").click()
    await page.get_by_label("Name").fill("Uma")
    await page.get_by_label("Comment", exact=True).fill(f"{FRIENDLY} So did I.")
    await page.get_by_role("button", name="Post comment").click()
    shown = page.get_by_role("list").get_by_role("article")
    await expect(shown.locator("strong")).to_have_text(["Rosa", "Uma", "Tom"])


async def test_a_wrong_password_says_so_and_keeps_the_name(newsroom: Newsroom) -> None:
    page = await newsroom.reader()
    await page.goto("/review")
    await sign_in(page, "alice", "not her password")
    await expect(page.get_by_role("alert")).to_have_text("Name or password are not right.")
    await expect(page.get_by_label("Name")).to_have_value("alice")
    await expect(page.get_by_label("Password")).to_be_focused()


async def test_who_signs_out_has_to_sign_in_again(newsroom: Newsroom) -> None:
    page = await newsroom.reader()
    await page.goto("/login")
    await sign_in(page, "erin")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url(f"{newsroom.service.url}/login")
    await page.goto("/review")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_a_refused_word_is_not_shown_to_whoever_wrote_it(newsroom: Newsroom) -> None:
    page = await newsroom.reader()
    await write(page, f"What a {BLOCKED} that is.")
    await page.get_by_role("status").get_by_role("link").click()
    reasons = page.get_by_role("listitem")
    await expect(reasons).to_have_text(["It has a word that this site does not allow."])
