"""`/comments/{id}`: for whoever holds the address."""

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller


async def posted(visitor: Visitor, text: str, **fields: str) -> str:
    typed = {"name": "Alice", "text": text, "article_id": "a1"} | fields
    return (await visitor.send("/comments", typed)).headers["Location"]


def appeal_path(path: str) -> str:
    return path.partition("?")[0] + "/appeal"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (FRIENDLY, "Your comment is published"),
        (WATCHED, "A moderator will look at your comment"),
        (BLOCKED, "Your comment was not published"),
    ],
)
async def test_it_says_where_the_comment_stands(visitor: Visitor, text: str, heading: str) -> None:
    page = await visitor.visit(await posted(visitor, text))
    assert page.status == 200
    assert heading in page.text
    assert text in page.text


async def test_what_a_rule_sent_to_a_moderator_is_not_said_to_be_unsure(visitor: Visitor) -> None:
    page = await visitor.visit(await posted(visitor, WATCHED))
    assert "It has a word that a moderator looks at first." in page.text
    assert "A program looked at it first and left it to a moderator." in page.text


async def test_a_refusal_comes_with_its_reason_and_who_decided(visitor: Visitor) -> None:
    page = await visitor.visit(await posted(visitor, BLOCKED))
    assert "It has a word that this site does not allow." in page.text
    assert "A program decided this" in page.text
    assert "terms for comments" in page.text
    assert "zorkwort" not in page.text.replace(BLOCKED, "")


@pytest.mark.parametrize("token", ["", "0" * 32, "é"])
async def test_it_is_closed_to_whoever_has_no_token(visitor: Visitor, token: str) -> None:
    path = await posted(visitor, WATCHED)
    page = await visitor.visit(f"{path.partition('?')[0]}?token={token}")
    assert page.status == 404
    assert WATCHED not in page.text


async def test_the_address_for_programs_leads_people_here(visitor: Visitor) -> None:
    path = await posted(visitor, WATCHED)
    answer = await visitor.ask(f"/v1{path}")
    assert (answer.status, answer.headers["Location"]) == (303, path)


async def test_an_appeal_goes_to_a_moderator_once(visitor: Visitor, alice_there: Visitor) -> None:
    path = await posted(visitor, BLOCKED)
    page = await visitor.visit(path)
    answer = await visitor.press(page, appeal_path(path), text="A zorkwort is a flower.")
    assert (answer.status, answer.headers["Location"]) == (303, f"{path}#appeal")
    after = await visitor.visit(path)
    assert "A zorkwort is a flower." in after.text
    assert not after.forms
    assert "Appeal" in (await alice_there.visit("/review")).text
    again = Page(await visitor.send(path.replace("?", "/appeal?"), {"text": "Once more, please."}))
    assert again.status == 409
    assert "You have already appealed" in again.text


@pytest.mark.parametrize(
    ("text", "said"),
    [(" ", "Please say why the comment should stand."), ("x" * 2_001, "at most 2,000 characters, got 2,001")],
)
async def test_a_wrong_appeal_is_kept_and_told(visitor: Visitor, text: str, said: str) -> None:
    path = await posted(visitor, BLOCKED)
    page = Page(await visitor.send(path.replace("?", "/appeal?"), {"text": text}))
    assert page.status == 422
    assert said in page.text
    assert page.form(appeal_path(path)).fields["text"] == text
    (field,) = page.all("textarea", id="text")
    assert field.attributes["aria-describedby"] == "text-error"


async def test_only_what_was_refused_can_be_appealed(visitor: Visitor) -> None:
    path = await posted(visitor, FRIENDLY)
    assert not (await visitor.visit(path)).forms
    page = Page(await visitor.send(path.replace("?", "/appeal?"), {"text": "I insist."}))
    assert page.status == 409
    assert "I insist." in page.text


async def test_an_appeal_needs_the_token(visitor: Visitor) -> None:
    path = await posted(visitor, BLOCKED)
    answer = await visitor.send(f"{appeal_path(path)}?token={'0' * 32}", {"text": "Hello"})
    assert answer.status == 404


async def test_the_verdict_of_a_moderator_is_told_without_the_name(
    visitor: Visitor, alice: Caller, app: Application
) -> None:
    path = await posted(visitor, WATCHED)
    (case,) = (await alice.post("/v1/review/claims", {"limit": 1})).json["cases"]
    verdict = {"token": case["token"], "verdict": "reject", "reason": "off_topic", "note": "secret"}
    assert (await alice.post(f"/v1/review/cases/{case['id']}/verdict", verdict)).status == 200
    app.clock.advance(3_600)
    page = await visitor.visit(path)
    assert "It is not about the article." in page.text
    assert "A moderator decided this 1 h ago." in page.text
    assert "alice" not in page.text
    assert "secret" not in page.text


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://news.example/ferry", True), ("https://evil.example/ferry", False), ("", False)],
)
async def test_it_links_to_pages_of_the_site_only(visitor: Visitor, url: str, linked: bool) -> None:  # noqa: FBT001 - a parameter
    body = {"article_id": "a1", "author": {"name": "Alice"}, "text": WATCHED, "article_url": url}
    receipt = (await visitor.caller.post("/v1/comments", body)).json
    page = await visitor.visit("/comments" + receipt["status_url"].partition("/v1/comments")[2])
    assert bool(page.all("a", href=url)) is linked


async def test_a_comment_of_another_site_is_found_there(visitor: Visitor) -> None:
    path = await posted(visitor, FRIENDLY, site="blog")
    assert path.endswith("&site=blog")
    assert (await visitor.visit(path)).status == 200
    assert (await visitor.visit(path.removesuffix("&site=blog"))).status == 404
