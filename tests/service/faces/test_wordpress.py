"""The WordPress comment form."""

import re
from html import unescape
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.faces.wordpress.wording import ENGLISH, WORDS, language_of
from tests.service.faces.conftest import Newsroom

PATH = "/wp-comments-post.php"
ARTICLE = "https://news.example/2026/ferry/"
FAIR = "Thank you, this was a clear and fair article."
FROM_NEWS = {"Origin": "https://news.example", "Referer": ARTICLE}
FIELDS = ["comment", "author", "email", "url", "comment_post_ID", "comment_parent", "redirect_to", "submit"]


def post(http: httpx.Client, text: str = FAIR, headers: Any = None, **fields: str) -> httpx.Response:
    form = {
        "comment": text,
        "author": "Alice",
        "comment_post_ID": "17",
        "comment_parent": "0",
        "submit": "Post Comment",
        "wp-comment-cookies-consent": "yes",
    } | fields
    return http.post(PATH, data=form, headers=FROM_NEWS | (headers or {}))


def typed(page: httpx.Response, name: str) -> str:
    """What stands in a field of the page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    found = found or re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert found, page.text
    return unescape(found[1])


def test_a_comment_goes_back_to_the_referring_page_and_is_published(http: httpx.Client) -> None:
    answer = post(http, "I took the first ferry this morning and it was on time.", author="Referred")
    assert answer.status_code == 302
    location, _, told = answer.headers["Location"].partition("#")
    assert location == ARTICLE
    token = dict(pair.split("=") for pair in told.split("&"))
    status = http.get(f"/v1/comments/{token['comment']}", params=token).json()
    assert (status["status"], status["article_id"]) == ("approved", "17")


def test_a_form_that_a_theme_sends_by_fetch_is_taken(http: httpx.Client) -> None:
    form = {"comment": f"{FAIR} By fetch.", "author": "Fetched", "comment_post_ID": "17"}
    parts = {name: (None, value) for name, value in form.items()}
    answer = http.post(PATH, files=parts, headers=FROM_NEWS)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{ARTICLE}#comment=")
    assert http.post(PATH, files=parts, headers={"Origin": "https://evil.example"}).status_code == 403


def test_redirect_to_wins_over_the_referring_page(http: httpx.Client) -> None:
    answer = post(http, author="Bob", redirect_to="https://news.example/thanks?page=2")
    assert answer.headers["Location"].startswith("https://news.example/thanks?page=2#comment=")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_strange_address_to_go_to_is_not_followed(http: httpx.Client, target: str) -> None:
    answer = post(http, f"{FAIR} {target[:5]}", author=f"To {target}", redirect_to=target)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/comments/")


def test_an_address_that_is_none_stops_nobody(http: httpx.Client) -> None:
    answer = post(http, f"{FAIR} And more.", headers={"Referer": "http://["}, redirect_to="http://[")
    assert answer.status_code < 500
    assert post(http, headers={"Origin": "http://["}).status_code == 403


def test_the_email_is_optional_and_a_wrong_one_is_named(http: httpx.Client) -> None:
    page = post(http, email="alice at home")
    assert page.status_code == 422
    assert "This is no e-mail address." in page.text
    assert (typed(page, "email"), typed(page, "author"), typed(page, "comment")) == (
        "alice at home",
        "Alice",
        FAIR,
    )


def test_empty_fields_show_the_form_again_with_the_prompts_of_the_theme(http: httpx.Client) -> None:
    page = post(http, "  ", author="", redirect_to=ARTICLE)
    assert page.status_code == 422
    assert "Please enter your comment!" in page.text
    assert "Please enter your name here" in page.text
    assert typed(page, "redirect_to") == ARTICLE


def test_what_is_typed_is_never_html(http: httpx.Client) -> None:
    page = post(http, "</textarea><script>alert(1)</script>", author='"><b>', email="x")
    assert "<script>" not in page.text
    assert (typed(page, "comment"), typed(page, "author")) == (
        "</textarea><script>alert(1)</script>",
        '"><b>',
    )
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "longest", "sentence"),
    [
        ("comment", "é" * 32_762, "at most 65,525 bytes, it has 65,526"),
        ("author", "x" * 245, "at most 245 characters, it has 246"),
        ("email", "a@" + "b" * 94 + ".org", "at most 100 characters, it has 101"),
        ("url", "https://" + "x" * 192, "at most 200 characters, it has 201"),
    ],
)
def test_each_field_has_wordpress_limit(http: httpx.Client, name: str, longest: str, sentence: str) -> None:
    fields = {"comment": f"A comment on {name}.", "author": f"Writer of {name}", name: longest}
    assert post(http, fields.pop("comment"), **fields).status_code == 302
    page = post(
        http, fields.pop("comment", FAIR), **(fields | {name: longest + "xx"[: 1 + (name == "comment")]})
    )
    assert page.status_code == 422
    assert sentence in page.text


def test_the_same_twice_is_a_duplicate_and_too_much_is_too_fast(http: httpx.Client) -> None:
    author = {"author": "Charlie", "email": "charlie@example.org"}
    assert post(http, "Once.", **author).status_code == 302
    again = post(http, "Once.", **author)
    assert (again.status_code, typed(again, "comment")) == (409, "Once.")
    assert "It looks as though you have already said that." in again.text
    statuses = [post(http, f"Number {number}.", **author).status_code for number in range(3)]
    assert statuses == [302, 302, 429]
    fast = post(http, "Number 9.", {"Accept-Language": "de"}, **author)
    assert int(fast.headers["Retry-After"]) > 0
    assert f"in {fast.headers['Retry-After']} Sekunden" in fast.text


def test_a_closed_article_is_forbidden(http: httpx.Client, newsroom: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {newsroom.keys['wordpress']}"}
    assert http.put("/v1/articles/18", json={"mode": "closed"}, headers=headers).status_code == 200
    page = post(http, comment_post_ID="18", author="Dora")
    assert (page.status_code, typed(page, "comment")) == (403, FAIR)
    assert "This article takes no more comments." in page.text


def test_a_page_of_another_origin_may_not_post(http: httpx.Client) -> None:
    assert post(http, headers={"Origin": "https://evil.example"}).status_code == 403


def test_only_post_is_allowed(http: httpx.Client) -> None:
    answer = http.get(PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_language_has_every_sentence(http: httpx.Client, language: str) -> None:
    assert set(WORDS[language]) == set(WORDS[ENGLISH])
    page = post(http, "", {"Accept-Language": f"{language}-XX,en;q=0.5"})
    assert f'<html lang="{language}">' in page.text
    assert WORDS[language]["no_comment"] in unescape(page.text)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("xx, fr;q=0.3, de;q=0.8", "de"),
        ("de;q=0, nl;q=0.1", "nl"),
        ("*;q=x,,", "en"),
        ("EN-gb", "en"),
    ],
)
def test_the_best_known_language_is_chosen(header: str, language: str) -> None:
    assert language_of(header) == language


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), st.text(max_size=30)))
def test_whatever_is_typed_gets_an_answer_of_the_contract(http: httpx.Client, fields: dict[str, str]) -> None:
    body = str(httpx.QueryParams({name: value.encode(errors="replace") for name, value in fields.items()}))
    headers = FROM_NEWS | {"Content-Type": "application/x-www-form-urlencoded"}
    assert http.post(PATH, content=body.encode(), headers=headers).status_code in {302, 409, 422, 429}


def test_a_blog_in_a_folder_changes_the_host_alone(http: httpx.Client) -> None:
    form = {"comment": f"{FAIR} From a folder.", "author": "Alice", "comment_post_ID": "17"}
    answer = http.post(f"/blog/de{PATH}", data=form, headers=FROM_NEWS)
    assert answer.status_code == 302
    empty = http.post(f"/blog/de{PATH}", data=form | {"comment": ""}, headers=FROM_NEWS)
    assert "Please enter your comment!" in empty.text
