"""Nothing that a commenter typed is ever rendered as HTML."""

import re
from urllib.parse import urlencode

import pytest

from service.web.rendering import STATIC
from tests.service.api.posting import WATCHED, posted, status_path
from tests.service.web.hostile import HARMLESS, VECTORS
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Answer, Application, Caller


def assert_shows(answer: Answer, *texts: str) -> Page:
    """The page shows these texts to readers, and they added nothing to what our templates hold."""
    page = Page(answer)
    for text in texts:
        assert " ".join(text.split()) in page.text
    for element in page.elements:
        assert element.tag in HARMLESS
        assert not any(name.startswith("on") for name in element.attributes)
        assert element.attributes.get("href", "/").startswith(("/", "#", "https://news.example"))
        assert element.attributes.get("action", "/").startswith("/")
        if element.tag == "script":
            assert element.attributes["src"].startswith(("/static/", "/embed.js"))
        if element.tag == "img":
            assert (STATIC / element.attributes["src"].removeprefix("/static/").partition("?")[0]).exists()
        if element.tag == "meta":
            assert "http-equiv" not in element.attributes
    return page


async def hostile_case(reader: Caller, vector: str) -> str:
    """Post a hostile comment that waits for a moderator, if need be after an appeal."""
    receipt = await posted(
        reader,
        f"{WATCHED} {vector}",
        name=vector[:80],
        article="demo",
        article_title=vector,
        article_url="https://evil.example/?" + "".join(vector.split()),
    )
    if receipt["status"] == "rejected":
        await reader.post(status_path(receipt).replace("?", "/appeal?"), {"text": vector})
    case_id: str = receipt["id"]
    return case_id


@pytest.mark.parametrize("vector", VECTORS)
async def test_the_desk_shows_every_field_as_text(reader: Caller, alice_there: Visitor, vector: str) -> None:
    case_id = await hostile_case(reader, vector)
    assert_shows(await alice_there.ask("/review"), vector, vector[:80])
    path = f"/review/cases/{case_id}"
    await alice_there.press(await alice_there.visit(path), f"{path}/take")
    case = assert_shows(await alice_there.ask(path), vector, f"by {vector[:80]}")
    wrong = await alice_there.press(case, f"{path}/verdict", verdict=vector, note=vector)
    again = assert_shows(wrong)
    assert again.form(f"{path}/verdict").fields["note"] == vector
    done = await alice_there.press(again, f"{path}/verdict", verdict="", reason="other", note=vector)
    assert_shows(await alice_there.ask(done.headers["Location"]), vector[:80])
    assert_shows(await alice_there.ask(path), vector)


async def test_the_pages_beside_the_desk_show_every_field_as_text(
    app: Application, reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    for vector in VECTORS:
        case_id = await hostile_case(reader, vector)
        app.clock.advance(20)
        author = f"/review/authors/{(await alice.get(f'/v1/review/cases/{case_id}')).json['author']['key']}"
        assert_shows(await alice_there.ask(author), vector)
        assert_shows(await alice_there.ask(f"/review/article?{urlencode({'id': vector})}"), vector)
    assert_shows(await alice_there.ask(f"/review/history?{urlencode({'words': VECTORS[1]})}"), VECTORS[1])
    assert_shows(await alice_there.ask("/review/articles"), VECTORS[-1])
    assert_shows(await alice_there.ask("/review/article?id=demo"), VECTORS[-1])
    assert_shows(await alice_there.ask("/insights"), "demo")


@pytest.mark.parametrize("vector", VECTORS[:4])
async def test_what_moderators_and_editors_type_is_shown_as_text(
    reader: Caller, alice: Caller, alice_there: Visitor, erin_there: Visitor, vector: str
) -> None:
    case_id = await hostile_case(reader, vector)
    author = f"/review/authors/{(await alice.get(f'/v1/review/cases/{case_id}')).json['author']['key']}"
    page = await alice_there.visit(author)
    (address,) = re.findall(r'<option value="([0-9a-f]{20,})"', (await alice_there.ask(author)).text)
    wish = {"whom": address, "period": "1d", "reason": vector}
    again = assert_shows(await alice_there.press(page, f"{author}/ban", **wish | {"period": vector}))
    assert again.form(f"{author}/ban").fields["reason"] == vector
    await alice_there.press(page, f"{author}/ban", **wish)
    assert_shows(await alice_there.ask(author), vector)
    assert_shows(await alice_there.ask("/review/history"), vector)
    page = await erin_there.visit("/review/settings")
    words = {"act": "preview", "watched_words": "teapot", "max_links": "0", "blocked_words": "kettle"}
    assert_shows(await erin_there.press(page, "/review/settings", **words), vector)
    wrong = await erin_there.press(page, "/review/settings", act="save", leak=vector, blocked_words=vector)
    assert assert_shows(wrong).form("/review/settings").fields["leak"] == vector
    rule = {"act": "save", "rule-0-sentence": vector}
    assert (await erin_there.press(page, "/review/settings", **rule)).status == 303
    assert_shows(await erin_there.ask("/review/settings"), vector)


@pytest.mark.parametrize("vector", VECTORS)
async def test_the_article_and_the_status_page_show_every_field_as_text(
    reader: Caller, alice: Caller, visitor: Visitor, vector: str
) -> None:
    case_id = await hostile_case(reader, vector)
    (case,) = (await alice.post("/v1/review/claims", {"limit": 1})).json["cases"]
    verdict = {"token": case["token"], "verdict": "approve"}
    await alice.post(f"/v1/review/cases/{case_id}/verdict", verdict)
    assert_shows(await visitor.ask("/demo"), vector, vector[:80])
    assert_shows(await visitor.ask(f"/demo?reply_to={case_id}"), vector)


@pytest.mark.parametrize("vector", VECTORS)
async def test_the_form_shown_again_keeps_every_field_as_text(visitor: Visitor, vector: str) -> None:
    typed = dict.fromkeys(("name", "email", "text", "article_id", "article_title", "parent_id"), vector)
    answer = await visitor.send("/comments", typed | {"name": vector * 9, "article_url": vector})
    page = assert_shows(answer)
    form = page.form("/comments")
    assert form.fields["text"] == vector
    assert form.fields["name"] == vector * 9
    assert form.fields["article_url"] == vector


@pytest.mark.parametrize("vector", VECTORS)
async def test_an_appeal_is_shown_as_text(visitor: Visitor, alice_there: Visitor, vector: str) -> None:
    text = f"What a zorkwort {vector}"
    sent = await visitor.send("/comments", {"name": "Bob", "text": text, "article_id": "a1"})
    path = sent.headers["Location"]
    assert_shows(await visitor.ask(path), vector)
    await visitor.send(path.replace("?", "/appeal?"), {"text": f"I object {vector}"})
    assert_shows(await visitor.ask(path), f"I object {vector}")
    case_path = f"/review{path.partition('?')[0].replace('/comments/', '/cases/')}"
    assert_shows(await alice_there.ask(case_path), f"I object {vector}")


@pytest.mark.parametrize("vector", VECTORS)
async def test_the_sign_in_page_shows_a_name_as_text(visitor: Visitor, vector: str) -> None:
    page = assert_shows(await visitor.send("/login", {"username": vector, "password": "x", "next": vector}))
    fields = page.form("/login").fields
    assert (fields["username"], fields["next"]) == (vector.strip(), "/review")


async def test_an_error_page_shows_what_was_asked_for_as_text(visitor: Visitor, alice_there: Visitor) -> None:
    assert_shows(await visitor.ask("/<script>alert(1)</script>"))
    assert_shows(await alice_there.ask("/review?site=<script>alert(1)</script>"), "<script>alert(1)</script>")


async def test_names_and_texts_keep_their_direction_to_themselves(
    reader: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(reader, f"{WATCHED} \u202eabc", name="\u202eevil")
    page = await alice_there.visit(f"/review/cases/{receipt['id']}")
    assert page.all("bdi", class_="name")
    assert page.all("p", class_="words comment-text", dir="auto")


async def test_pages_are_kept_by_nobody_and_framed_by_nobody(visitor: Visitor) -> None:
    answer = await visitor.ask("/demo")
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_files_are_kept_for_as_long_as_they_stay_the_same(visitor: Visitor) -> None:
    page = await visitor.visit("/demo")
    for link in page.all("link", rel="stylesheet"):
        answer = await visitor.ask(link.attributes["href"])
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert (await visitor.ask("/static/base.css")).headers["Cache-Control"] == "no-cache"
    missing = await visitor.ask("/static/nothing.css?v=1")
    assert (missing.status, missing.headers["Cache-Control"]) == (404, "no-store")
    assert missing.headers["Content-Type"] in {"text/html; charset=utf-8", "application/problem+json"}


@pytest.mark.parametrize("path", ["/static/../rendering.py", "/static/%2e%2e/rendering.py", "/static/"])
async def test_no_other_file_is_served(visitor: Visitor, path: str) -> None:
    assert (await visitor.ask(path)).status in {403, 404}
