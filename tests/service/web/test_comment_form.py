"""`POST /comments`: the plain form."""

from urllib.parse import parse_qs, urlsplit

import pytest

from service.domain.submission import NO_NAME, NO_TEXT
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application

TYPED = {
    "name": "Alice",
    "email": "alice@example.org",
    "text": "\n  First line\n\nthird <b>line</b> ",
    "article_id": "a1",
    "article_title": "The ferry",
    "article_url": "https://news.example/ferry",
}


def fields(**more: str) -> dict[str, str]:
    return {"name": "Alice", "text": FRIENDLY, "article_id": "a1"} | more


async def test_it_says_everything_that_is_missing_at_once_beside_its_field(visitor: Visitor) -> None:
    page = Page(await visitor.send("/comments", fields(name=" ", text="\n\t ")))
    assert page.status == 422
    for name, message in {"name": NO_NAME, "text": NO_TEXT}.items():
        (field,) = (each for each in page.elements if each.attributes.get("id") == name)
        assert field.attributes["aria-invalid"] == "true"
        assert page.all("p", id=field.attributes["aria-describedby"])
        assert page.text.count(message) == 1
    assert [each.attributes["id"] for each in page.elements if "autofocus" in each.attributes] == ["name"]


async def test_it_names_limits_and_what_was_got(visitor: Visitor) -> None:
    wrong = fields(name="n" * 81, text="t" * 10_001, email="no address", article_id="", article_url="ftp://x")
    page = Page(await visitor.send("/comments", wrong))
    assert "Too long: at most 80 characters, got 81." in page.text
    assert "Too long: at most 10,000 characters, got 10,001." in page.text
    assert "Is no e-mail address." in page.text
    assert "The article's id is missing." in page.text
    assert "Must be an http(s) address." in page.text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"text": ""}, {"email": "x"}, {"text": "\x00"}])
async def test_everything_that_was_typed_stays(visitor: Visitor, wrong: dict[str, str]) -> None:
    typed = TYPED | wrong
    form = Page(await visitor.send("/comments", typed)).form("/comments")
    assert {name: form.fields.get(name, "") for name in typed} == typed


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://news.example/ferry", True),
        ("https://evil.example/ferry", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
async def test_a_form_that_is_shown_again_leads_back_to_an_article_of_the_site_only(
    visitor: Visitor,
    url: str,
    linked: bool,  # noqa: FBT001 - a parameter
) -> None:
    page = Page(await visitor.send("/comments", fields(text="", article_url=url, article_title="The ferry")))
    assert "On The ferry" in page.text
    assert bool(page.all("a", href=url)) is linked


async def test_a_text_of_many_bytes_stays_as_well(visitor: Visitor) -> None:
    typed = fields(text="\U0001f6f3" * 10_001)
    page = Page(await visitor.send("/comments", typed))
    assert page.status == 422
    assert page.form("/comments").fields["text"] == typed["text"]


async def test_ten_thousand_wide_characters_are_taken(visitor: Visitor) -> None:
    assert (await visitor.send("/comments", fields(text="\U0001f6f3" * 10_000))).status == 303


async def test_unknown_fields_do_no_harm(visitor: Visitor) -> None:
    assert (await visitor.send("/comments", fields(submit="Post", utm="x"))).status == 303


async def test_too_fast_keeps_the_text_and_says_when_to_try_again(visitor: Visitor) -> None:
    tight = {"site": "tight", "name": "Bob"}
    for number in range(2):
        await visitor.send("/comments", fields(text=f"{FRIENDLY} {number}", **tight))
    typed = fields(text=f"{FRIENDLY} And more.", **tight)
    answer = await visitor.send("/comments", typed)
    page = Page(answer)
    assert page.status == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert 'author";q=2;w=60' in answer.headers["RateLimit-Policy"]
    assert "Please try again in" in page.text
    assert page.form("/comments").fields["text"] == typed["text"]


async def test_a_second_comment_of_the_same_words_is_told_so(visitor: Visitor) -> None:
    await visitor.send("/comments", fields())
    page = Page(await visitor.send("/comments", fields()))
    assert page.status == 409
    assert "It looks as though you have already said that." in page.text
    assert page.form("/comments").fields["text"] == FRIENDLY


async def test_a_second_click_is_no_second_comment(visitor: Visitor) -> None:
    page = await visitor.visit("/demo")
    first = await visitor.press(page, "/comments", name="Alice", text=FRIENDLY)
    second = await visitor.press(page, "/comments", name="Alice", text=FRIENDLY)
    assert (first.status, second.status) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]


async def test_another_text_from_the_same_page_is_another_comment(visitor: Visitor) -> None:
    page = await visitor.visit("/demo")
    first = await visitor.press(page, "/comments", name="Alice", text=FRIENDLY)
    second = await visitor.press(page, "/comments", name="Alice", text=f"{FRIENDLY} Really.")
    assert second.status == 303
    assert first.headers["Location"] != second.headers["Location"]


async def test_a_closed_article_keeps_the_text(app: Application, visitor: Visitor) -> None:
    await app.services.site("default").articles.set("a1", by="erin", now_ms=0, mode="closed")
    page = Page(await visitor.send("/comments", fields()))
    assert page.status == 403
    assert "takes no more comments" in page.text
    assert page.form("/comments").fields["text"] == FRIENDLY


async def test_an_unknown_site_keeps_the_text(visitor: Visitor) -> None:
    page = Page(await visitor.send("/comments", fields(site="nowhere")))
    assert page.status == 404
    assert page.form("/comments").fields["text"] == FRIENDLY


async def test_a_page_of_another_site_is_refused_and_the_text_kept(visitor: Visitor) -> None:
    page = Page(await visitor.send("/comments", fields(), Origin="https://evil.example"))
    assert page.status == 403
    assert page.form("/comments").fields["text"] == FRIENDLY


@pytest.mark.parametrize("origin", ["https://news.example", "https://NEWS.example"])
async def test_a_page_of_the_site_may_post(visitor: Visitor, origin: str) -> None:
    assert (await visitor.send("/comments", fields(), Origin=origin)).status == 303


async def test_it_leads_back_to_our_own_page_with_the_comments_mark(visitor: Visitor) -> None:
    url = f"{visitor.caller.url}/demo?page=2"
    answer = await visitor.send("/comments", fields(article_url=url))
    location = urlsplit(answer.headers["Location"])
    assert (location.scheme, location.netloc, location.path) == ("", "", "/demo")
    assert set(parse_qs(location.query)) == {"page", "comment", "token"}
    assert location.fragment == "your-comment"


async def test_it_leads_back_to_the_sites_page_with_the_mark_where_no_server_sees_it(
    visitor: Visitor,
) -> None:
    url = "https://news.example/ferry?x=1"
    location = (await visitor.send("/comments", fields(article_url=url))).headers["Location"]
    address, _, fragment = location.partition("#")
    assert address == url
    assert set(parse_qs(fragment)) == {"comment", "token"}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://evil.example/demo",
        "https://news.example.evil.example/",
        "https://news.example@evil.example/",
        "https://evil.example\\@news.example/",
        "http://news.example/ferry",
        "https://news.example:444/",
    ],
)
async def test_it_leads_nowhere_else(visitor: Visitor, url: str) -> None:
    answer = await visitor.send("/comments", fields(article_url=url))
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/comments/")


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example", "/\\evil.example"])
async def test_our_own_address_is_no_way_out_either(visitor: Visitor, path: str) -> None:
    answer = await visitor.send("/comments", fields(article_url=f"{visitor.caller.url}{path}"))
    assert answer.status == 303
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


async def test_the_form_shown_again_may_lead_to_the_sites_pages_only(visitor: Visitor) -> None:
    answer = await visitor.send("/comments", fields(text=""))
    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self' https://news.example;" in policy
    assert "script-src 'self';" in policy


async def test_other_bodies_are_refused(visitor: Visitor) -> None:
    answer = await visitor.caller.request(
        "POST", "/comments", data=b"{}", headers={"Content-Type": "application/json", "Accept": "text/html"}
    )
    page = Page(answer)
    assert page.status == 415
    accepts = "Accepts application/x-www-form-urlencoded or multipart/form-data"
    assert f"{accepts}, got application/json." in page.text


async def test_a_body_beyond_all_limits_is_refused(visitor: Visitor) -> None:
    answer = await visitor.send("/comments", fields(text="x" * 300_000))
    assert answer.status == 413


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FRIENDLY, "Thank you: your comment is published."),
        (WATCHED, "A moderator will look at your comment before it appears."),
        (BLOCKED, "Your comment was not published."),
    ],
)
async def test_the_article_says_what_became_of_the_comment(visitor: Visitor, text: str, said: str) -> None:
    page = await visitor.visit("/demo")
    answer = await visitor.press(page, "/comments", name="Alice", text=text)
    after = await visitor.visit(answer.headers["Location"].partition("#")[0])
    assert said in after.text
    assert text in after.text
    status = await visitor.visit(after.all("a", href=status_path(after))[0].attributes["href"])
    assert status.status == 200
    assert text in status.text


def status_path(page: Page) -> str:
    (path,) = [
        each.attributes["href"] for each in page.all("a") if each.attributes["href"].startswith("/comments/")
    ]
    return path


async def test_a_made_up_mark_tells_nothing(visitor: Visitor) -> None:
    page = await visitor.visit("/demo")
    answer = await visitor.press(page, "/comments", name="Alice", text=WATCHED)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    made_up = await visitor.visit(f"/demo?comment={query['comment'][0]}&token={'0' * 32}")
    assert made_up.status == 200
    assert WATCHED not in made_up.text


async def test_a_reply_stands_under_what_it_replies_to(visitor: Visitor) -> None:
    for text in ("The first comment here, thank you.", "The second comment here, thank you."):
        await visitor.press(await visitor.visit("/demo"), "/comments", name="Alice", text=text)
    page = await visitor.visit("/demo")
    reply_to = next(
        each.attributes["href"] for each in page.all("a") if "reply_to" in each.attributes["href"]
    )
    replying = await visitor.visit(reply_to.partition("#")[0])
    assert "The first comment here" in replying.text.partition("Reply")[2]
    await visitor.press(replying, "/comments", name="Bob", text="A reply, and a friendly one.")
    text = (await visitor.visit("/demo")).text
    assert (
        text.index("The first comment") < text.index("A reply, and") < text.index("The second comment here")
    )


async def test_a_closed_demo_has_no_form(app: Application, visitor: Visitor) -> None:
    await app.services.site("default").articles.set("demo", by="erin", now_ms=0, mode="closed")
    page = await visitor.visit("/demo")
    assert "This article takes no more comments." in page.text
    assert "Be the first" not in page.text
    assert page.forms == []


async def test_many_comments_come_in_pages(app: Application, visitor: Visitor) -> None:
    program = await app.program()
    for number in range(51):
        body = {"article_id": "demo", "author": {"name": "Alice"}, "text": f"{FRIENDLY} {number}."}
        assert (await program.post("/v1/comments", body)).json["status"] == "approved"
    page = await visitor.visit("/demo")
    assert f"{FRIENDLY} 49." in page.text
    assert f"{FRIENDLY} 50." not in page.text
    (later,) = (each.attributes["href"] for each in page.all("a", class_="button"))
    assert f"{FRIENDLY} 50." in (await visitor.visit(later.partition("#")[0])).text
