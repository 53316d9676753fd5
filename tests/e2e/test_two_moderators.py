"""Several people at one queue: nobody's work is lost or done twice, and everybody is told who did what."""

import re

import pytest
from playwright.async_api import Page, expect

from service.store.commands import Commands
from service.store.keys import SiteKeys
from tests.e2e.moderating import EVENTS, cut_off, eventually, row, waiting
from tests.e2e.newsroom import WATCHED, Newsroom

WAITING = f"My {WATCHED} broke, does anybody here know a good shop?"


async def take_next(page: Page) -> None:
    """Take the most urgent free case from the queue."""
    await page.goto("/review")
    await page.get_by_role("button", name="Take the next case").click()
    await expect(page.get_by_role("heading", name="Comment by")).to_be_visible()


async def test_each_gets_a_case_of_their_own(newsroom: Newsroom) -> None:
    for number in range(12):  # one more than a page holds in advance
        await newsroom.post(f"{WAITING} {number}")
    alice, bob = await newsroom.moderator("alice"), await newsroom.moderator("bob")
    await take_next(alice)
    await take_next(bob)
    assert alice.url != bob.url
    await bob.goto(alice.url)
    await expect(bob.get_by_text("alice is working on this case")).to_be_visible()
    await expect(bob.get_by_role("button", name="Approve")).to_have_count(0)


async def test_whoever_comes_second_is_told_who_was_faster_and_when(newsroom: Newsroom) -> None:
    receipt = await newsroom.post(WAITING)
    page = await newsroom.moderator("alice")
    await take_next(page)
    await page.get_by_label("Note").fill("She is the shopkeeper.")
    await newsroom.end_hold("alice", page)
    await newsroom.decide("bob", receipt["id"], "approve")
    await page.get_by_role("button", name="Abuse").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("bob approved this comment already.")
    await expect(alert).to_contain_text(re.compile(r"bob decided\s+just now. Your verdict was not\s+kept."))
    await expect(alert).to_contain_text("Your note was: She is the shopkeeper.")
    await expect(alert).to_be_focused()
    await page.goto(receipt["path"])
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your comment is published")


async def test_a_case_that_somebody_else_took_meanwhile_stays_theirs(newsroom: Newsroom) -> None:
    receipt = await newsroom.post(WAITING)
    page = await newsroom.moderator("alice")
    await take_next(page)
    await newsroom.end_hold("alice", page)
    await newsroom.claim("bob", receipt["id"])
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("alert")).to_contain_text("bob is working on this case.")
    await expect(page.get_by_role("button", name="Approve")).to_have_count(0)


async def test_who_was_away_too_long_gets_the_case_back_if_nobody_took_it(newsroom: Newsroom) -> None:
    await newsroom.post(WAITING)
    page = await newsroom.moderator("alice")
    await take_next(page)
    await newsroom.end_hold("alice", page)
    await page.get_by_label("Note").fill("Asks for a shop.")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("alert")).to_contain_text("it is yours again")
    await expect(page.get_by_label("Note")).to_have_value("Asks for a shop.")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()


async def test_what_is_given_back_is_free_for_others(newsroom: Newsroom) -> None:
    await newsroom.post(WAITING)
    alice, bob = await newsroom.moderator("alice"), await newsroom.moderator("bob")
    await take_next(alice)
    await alice.get_by_role("button", name="Give it back").click()
    await expect(alice.get_by_text("1 open case")).to_be_visible()
    await take_next(bob)
    await expect(bob.get_by_role("button", name="Approve")).to_be_visible()


async def test_a_verdict_can_be_undone_and_given_anew(newsroom: Newsroom) -> None:
    receipt = await newsroom.post(WAITING)
    page = await newsroom.moderator("alice")
    await take_next(page)
    await page.get_by_role("button", name="Advertising").click()
    await expect(
        page.get_by_role("status").filter(has_text="You rejected the comment by Rosa")
    ).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(
        page.get_by_text("The verdict is taken back: the case is open again, and yours.")
    ).to_be_visible()
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()
    await page.goto(f"/review/cases/{receipt['id']}")
    told = page.get_by_role("region", name="Who did what").get_by_role("listitem")
    await expect(told).to_contain_text(
        [
            "The policy sent it to the moderators",
            "alice rejected it",
            "alice took the verdict back",
            "alice approved it",
        ]
    )


async def test_only_an_editor_undoes_what_others_decided(newsroom: Newsroom) -> None:
    receipt = await newsroom.post(WAITING)
    await newsroom.decide("alice", receipt["id"], "approve")
    bob, erin = await newsroom.moderator("bob"), await newsroom.moderator("erin")
    await bob.goto(f"/review/cases/{receipt['id']}")
    await expect(bob.get_by_text("alice approved it")).not_to_have_count(0)
    await expect(bob.get_by_role("button", name="Undo the verdict")).to_have_count(0)
    await erin.goto(f"/review/cases/{receipt['id']}")
    await erin.get_by_role("button", name="Undo the verdict").click()
    await expect(erin.get_by_role("button", name="Approve")).to_be_visible()


async def test_a_verdict_sent_twice_counts_once(newsroom: Newsroom) -> None:
    await newsroom.post(WAITING)
    page, other = await newsroom.moderator("alice"), await newsroom.moderator("alice")
    await take_next(page)
    await other.goto(page.url)
    for each in (page, other):
        await each.get_by_role("button", name="Approve").click()
        await expect(each.get_by_text("Nothing waits.")).to_be_visible()


async def test_an_appeal_in_the_list_stays_for_others_whoever_holds_it_and_whatever_is_pressed(
    newsroom: Newsroom,
) -> None:
    receipt, other = await newsroom.post(WAITING), await newsroom.post(f"{WATCHED} of copper for sale")
    await newsroom.decide("alice", receipt["id"], "reject", reason="abuse")
    await newsroom.appeal(receipt, "A kettle is no weapon.")
    page = await newsroom.moderator("alice")
    await page.goto("/review")
    row, beside = (page.locator(f"[data-id='{each['id']}']") for each in (receipt, other))
    cases = await newsroom.claim("bob", receipt["id"], other["id"])
    await expect(beside).to_contain_text("bob is working on it")
    for case in cases:
        await newsroom.release("bob", case)
    await expect(beside.get_by_role("checkbox")).to_be_enabled()
    await expect(row.get_by_role("checkbox")).to_be_disabled()
    await row.focus()
    await page.keyboard.press("a")
    await expect(row).not_to_have_class(re.compile("closed"))
    await expect(row).to_contain_text("somebody else decides the appeal")


@pytest.mark.parametrize("live", [True, False], ids=["while the list is live", "before it is"])
async def test_a_hold_that_ends_by_itself_is_no_longer_counted_and_its_case_can_be_decided(
    newsroom: Newsroom, store: Commands, *, live: bool
) -> None:
    ids = await waiting(newsroom, 2)
    await newsroom.claim("bob", ids[0])
    page = await newsroom.moderator("alice")
    if not live:
        await cut_off(page)
    async with page.expect_response(EVENTS):
        await page.goto("/review")
    counts, held = page.locator("#counts"), row(page, ids[0])
    await expect(counts).to_have_text("2 open cases, 1 of them in somebody's hands")
    await expect(held).to_contain_text("bob is working on it")
    await store.run("ZADD", SiteKeys("default").claims, 1, ids[0])  # it has ended long ago
    if not live:
        await page.unroute(EVENTS)
    await expect(counts).to_have_text("2 open cases")
    await expect(held).not_to_contain_text("bob is working on it")
    await held.get_by_role("button", name="Approve").click()
    await eventually(newsroom, ids[0], "approved by alice")
