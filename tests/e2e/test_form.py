"""`<fairword-form>` on pages of a site, of another origin, under a strict content policy: it is sent."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.commenting import ARTICLE, element, post, publish, text_field, write
from tests.e2e.newsroom import ABUSIVE, FRIENDLY, WATCHED, Newsroom
from tests.support.axe import accessibility_troubles
from tests.support.host_page import HostSite
from tests.support.themes import snippet

SENT = "**/v1/comments"
ANY_ORIGIN = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers")


async def test_a_comment_goes_from_a_strict_page_of_another_origin_to_everybody_who_reads_it(
    newsroom: Newsroom, site: HostSite, reader: Page
) -> None:
    await write(reader, FRIENDLY)
    await post(reader)
    await expect(reader.get_by_role("status")).to_contain_text("your comment is published")
    await expect(reader.get_by_role("article", name="Comment 1")).to_contain_text(FRIENDLY)
    await expect(text_field(reader)).to_have_value("")
    other = await newsroom.reader()
    await other.goto(f"{site.origin}/ferry")
    await expect(other.get_by_role("article", name="Comment 1")).to_contain_text(FRIENDLY)


async def test_however_often_the_button_is_clicked_the_comment_is_sent_once(reader: Page) -> None:
    sent: list[str] = []

    async def slowly(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        await reader.wait_for_timeout(300)
        await route.continue_()

    await reader.route(SENT, slowly)
    await write(reader, FRIENDLY)
    button = reader.get_by_role("button", name="Post comment")
    await button.evaluate("button => { for (let n = 0; n < 5; n++) button.click(); }")
    await expect(reader.get_by_role("status")).to_contain_text("your comment is published")
    assert len(sent) == 1


async def test_a_comment_whose_answer_was_lost_is_not_there_twice_even_after_a_reload(reader: Page) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await write(reader, FRIENDLY)
    await reader.route(SENT, lose)
    await post(reader)
    await expect(reader.get_by_role("status")).to_contain_text("No answer came")
    await expect(text_field(reader)).to_have_value(FRIENDLY)
    await reader.unroute(SENT)
    await reader.reload()
    await expect(text_field(reader)).to_have_value(FRIENDLY)
    await post(reader)
    await expect(reader.get_by_role("status")).to_contain_text("your comment is published")
    await expect(reader.get_by_role("article")).to_have_count(1)


async def test_who_is_too_fast_sees_a_countdown_and_posts_when_it_ends(
    newsroom: Newsroom, site: HostSite
) -> None:
    page = await newsroom.reader()
    await page.goto(publish(site, element(ARTICLE, 'site="tight"'), path="/tight"))
    await write(page, FRIENDLY)
    await post(page)
    await expect(page.get_by_role("article")).to_have_count(1)
    await text_field(page).fill(f"{FRIENDLY} And more.")
    await post(page)
    button = page.get_by_role("button", name="Post comment")
    await expect(page.get_by_role("status")).to_contain_text(
        re.compile(r"again in [123] s; your text is kept")
    )
    await expect(button).to_be_disabled()
    assert await accessibility_troubles(page) == []
    await expect(page.get_by_role("status")).to_have_text("You can post now.")
    await post(page)
    await expect(page.get_by_role("article")).to_have_count(2)


async def test_who_waited_for_a_service_out_of_reach_is_asked_to_try_again_and_promised_nothing(
    reader: Page,
) -> None:
    async def refuse(route: Route) -> None:
        headers = {"Retry-After": "1"} | dict.fromkeys(ANY_ORIGIN, "*")
        await route.fulfill(status=503, headers=headers, json={"code": "store_unavailable"})

    await write(reader, FRIENDLY)
    await reader.route(SENT, refuse)
    await post(reader)
    await expect(reader.get_by_role("status")).to_have_text("Please try again now; your text is kept.")
    await reader.unroute(SENT)
    await post(reader)
    await expect(reader.get_by_role("status")).to_contain_text("your comment is published")


async def test_each_form_of_a_page_keeps_its_own_draft(newsroom: Newsroom, site: HostSite) -> None:
    page = await newsroom.reader()
    await page.goto(publish(site, element(ARTICLE), element("harbour"), path="/two"))
    forms = page.locator("fairword-form")
    await write(forms.first, "About the ferry", name="Rosa")
    await write(forms.last, "About the harbour", name="Tom")
    await page.reload()
    for form, name, text in (
        (forms.first, "Rosa", "About the ferry"),
        (forms.last, "Tom", "About the harbour"),
    ):
        await expect(form.get_by_label("Name")).to_have_value(name)
        await expect(text_field(form)).to_have_value(text)
    await text_field(forms.last).fill(FRIENDLY)
    await post(forms.last)
    await expect(forms.last.get_by_role("article")).to_have_count(1)
    await expect(forms.first.get_by_role("article")).to_have_count(0)
    await expect(text_field(forms.first)).to_have_value("About the ferry")


async def test_what_is_wrong_is_said_before_anything_is_sent(reader: Page) -> None:
    await text_field(reader).fill("\U0001f6f3" * 9_500)
    await expect(reader.get_by_text("500 characters left").first).to_be_visible()
    await text_field(reader).fill("\U0001f6f3" * 10_001)
    await post(reader)
    await expect(reader.get_by_label("Name")).to_be_focused()
    await expect(reader.get_by_label("Name")).to_have_accessible_description("Please enter your name here")
    await expect(text_field(reader)).to_have_accessible_description("1 characters too many")
    assert await accessibility_troubles(reader) == []


async def test_a_refusal_has_its_reason_and_a_way_to_object_and_leaves_the_text_to_be_mended(
    reader: Page,
) -> None:
    await write(reader, ABUSIVE)
    await post(reader)
    status = reader.get_by_role("status")
    await expect(status).to_contain_text("Your comment was not published")
    await expect(status.get_by_role("listitem")).to_have_text(["It reads as rude or hateful."])
    await expect(text_field(reader)).to_have_value(ABUSIVE)
    assert await accessibility_troubles(reader) == []
    await reader.reload()
    await expect(status).to_contain_text("Your comment was not published")
    await status.get_by_role("link").click()
    await expect(reader.get_by_role("heading", name="Appeal against this decision")).to_be_visible()


@pytest.mark.parametrize("text", [FRIENDLY, ABUSIVE])
async def test_what_became_of_a_comment_is_in_sight_on_a_phone(reader: Page, text: str) -> None:
    await reader.set_viewport_size({"width": 360, "height": 400})
    await write(reader, text)
    await post(reader)
    await expect(reader.get_by_role("status").get_by_role("link")).to_be_in_viewport()


async def test_what_waits_is_followed_over_reloads_until_it_is_published(
    newsroom: Newsroom, reader: Page
) -> None:
    await write(reader, f"My {WATCHED} broke.")
    await post(reader)
    await expect(reader.get_by_role("status")).to_contain_text("A moderator will look at your comment")
    link = await reader.get_by_role("status").get_by_role("link").get_attribute("href")
    comment_id = str(link).partition("/comments/")[2].partition("?")[0]
    await newsroom.decide("alice", comment_id, "approve")
    await reader.reload()
    await expect(reader.get_by_role("status")).to_contain_text("your comment is published")


async def test_a_reply_is_written_where_it_will_stand_and_giving_it_up_goes_back(
    newsroom: Newsroom, reader: Page
) -> None:
    await newsroom.post(FRIENDLY)
    await newsroom.post(f"{FRIENDLY} All of it.", name="Tom")
    await reader.reload()
    reply = reader.get_by_role("button", name="Reply to comment 1")
    await reply.press("Enter")
    await expect(text_field(reader)).to_be_focused()
    await text_field(reader).fill("So did")
    await reader.get_by_role("button", name="Write to everybody instead").press("Enter")
    await expect(reply).to_be_focused()
    await reply.press("Enter")
    await write(reader, f"{FRIENDLY} So did I.", name="Uma")
    assert await accessibility_troubles(reader) == []
    await post(reader)
    await expect(reader.get_by_role("article").locator("strong")).to_have_text(["Rosa", "Uma", "Tom"])


@pytest.mark.parametrize("javascript", [False, True], ids=["no-javascript", "script-too-late"])
async def test_without_javascript_the_plain_form_in_the_element_does_the_same(
    newsroom: Newsroom, site: HostSite, *, javascript: bool
) -> None:
    url = f"{site.origin}/plain"
    shown = snippet("html").replace("https://comments.news.example", site.service)
    site.publish("/plain", shown.replace("https://news.example/town-hall", url))
    page = await newsroom.reader(java_script_enabled=javascript)
    if javascript:
        await page.route("**/embed.js", lambda route: route.abort(), times=1)
    await page.goto(url)
    await write(page, f"My {WATCHED} broke.")
    await post(page)
    if not javascript:
        await page.wait_for_url(f"{url}#comment=*")
    else:
        await expect(page.get_by_role("status")).to_contain_text("A moderator will look at your comment")
        assert page.url == url


async def test_a_field_that_people_do_not_see_sends_a_comment_to_a_moderator_and_says_so(
    reader: Page,
) -> None:
    await write(reader, FRIENDLY)
    await reader.locator("[name=fairword_website]").evaluate("field => field.value = 'http://shop.example'")
    await post(reader)
    status = reader.get_by_role("status")
    await expect(status).to_contain_text("A moderator will look at your comment")
    await expect(status).to_contain_text("A field of the form was filled in that people don't see")
