"""`/review`: what the pages show, who may look in, and where they lead."""

import pytest

from tests.service.api.posting import BLOCKED, WATCHED, posted, queued
from tests.service.web.moderating import case_path, take
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

FORMS = ["/review/next", *(f"/review/cases/{{id}}/{act}" for act in ("take", "verdict", "release", "undo"))]


@pytest.mark.parametrize("path", ["/review", "/review/cases/abc"])
async def test_nobody_looks_in_without_signing_in(visitor: Visitor, path: str) -> None:
    answer = await visitor.ask(path)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("csrf", [None, "", "0" * 32, "é", "theirs"])
async def test_a_form_without_this_sessions_token_changes_nothing(
    alice_there: Visitor, bob_there: Visitor, alice: Caller, path: str, csrf: str | None
) -> None:
    (case_id,) = await queued(alice_there.caller)
    page = await take(alice_there, case_id)
    fields = page.form(case_path(case_id, "/verdict")).fields | {"verdict": "approve"}
    if csrf is None:
        del fields["csrf"]
    elif csrf == "theirs":
        fields["csrf"] = (await bob_there.visit("/review")).form("/logout").fields["csrf"]
    else:
        fields["csrf"] = csrf
    before = await alice.get(f"/v1/review/cases/{case_id}")
    refused = Page(await alice_there.send(path.format(id=case_id), fields))
    assert refused.status == 403
    assert "This page is out of date" in refused.text
    assert (await alice.get(f"/v1/review/cases/{case_id}")).json == before.json


async def test_every_form_of_the_desk_carries_the_token(reader: Caller, alice_there: Visitor) -> None:
    (case_id, _) = await queued(reader, 2)
    pages = [await alice_there.visit("/review"), await take(alice_there, case_id)]
    tokens = {form.fields.get("csrf") for page in pages for form in page.forms if form.method == "post"}
    assert len(tokens) == 1
    assert tokens.pop()


async def test_an_empty_queue_says_so(alice_there: Visitor) -> None:
    assert "Nothing waits." in (await alice_there.visit("/review")).text


async def test_the_queue_lists_cases_with_their_reasons(reader: Caller, alice_there: Visitor) -> None:
    await queued(reader, 3)
    page = await alice_there.visit("/review")
    assert "3 open cases" in page.text
    assert page.text.count("It has a word that a moderator looks at first. kettle") == 3


async def test_a_long_queue_comes_in_pages(reader: Caller, alice_there: Visitor) -> None:
    program_ids = await queued(reader, 6)
    assert len(program_ids) == 6
    page = await alice_there.visit("/review?after=4")
    assert page.text.count("looks at first") == 2


@pytest.mark.parametrize("start", ["-1", "x", "99999999999"])
async def test_a_wrong_place_in_the_queue_is_told(alice_there: Visitor, start: str) -> None:
    page = await alice_there.visit(f"/review?after={start}")
    assert page.status == 422
    assert "Must be a whole number from 0" in page.text


async def test_taking_the_next_case_leads_there(reader: Caller, alice_there: Visitor) -> None:
    (case_id,) = await queued(reader)
    page = await alice_there.visit("/review")
    answer = await alice_there.press(page, "/review/next")
    assert (answer.status, answer.headers["Location"]) == (303, case_path(case_id))
    assert "It is yours for" in (await alice_there.visit(case_path(case_id))).text
    assert "Go on with your case" in (await alice_there.visit("/review")).text


async def test_a_case_shows_the_words_the_reasons_and_the_scores(
    reader: Caller, alice_there: Visitor
) -> None:
    receipt = await posted(reader, "You stupid kettle, shut up.", article_title="The ferry")
    page = await alice_there.visit(case_path(receipt["id"]))
    assert "You stupid kettle, shut up." in page.text
    assert "Why it stands so It reads as rude or hateful." in page.text
    assert "A moderator would reject it" in page.text
    assert page.all("mark", class_="raised-3")
    assert "The ferry" in page.text
    assert "The policy rejected it" in page.text


async def test_a_case_shows_what_the_author_wrote_before(reader: Caller, alice_there: Visitor) -> None:
    await posted(reader, BLOCKED, name="Olaf")
    receipt = await posted(reader, WATCHED, name="Olaf")
    page = await alice_there.visit(case_path(receipt["id"]))
    assert "0 approved, 1 rejected, 0 waiting" in page.text
    assert BLOCKED in page.text


@pytest.mark.parametrize("act", ["/take", "/verdict", "/undo"])
async def test_an_unknown_case_is_told(alice_there: Visitor, act: str) -> None:
    csrf = (await alice_there.visit("/review")).form("/logout").fields["csrf"]
    answer = await alice_there.send(case_path("abc", act), {"csrf": csrf, "verdict": "approve"})
    if answer.status == 303:
        assert (await alice_there.ask(answer.headers["Location"])).status == 404
    else:
        assert answer.status == 404


async def test_the_desk_stays_with_the_chosen_site(
    reader: Caller, alice_there: Visitor, app: Application
) -> None:
    program = await app.program("blog")
    article = await program.request("PUT", "/v1/articles/a1", json={"mode": "review"})
    assert article.status == 200
    receipt = await posted(reader, site="blog")
    assert receipt["status"] == "pending"
    assert "Nothing waits." in (await alice_there.visit("/review")).text
    page = await alice_there.visit("/review?site=blog")
    answer = await alice_there.press(page, "/review/next")
    assert answer.headers["Location"] == f"{case_path(receipt['id'])}?site=blog"
    case = await alice_there.visit(answer.headers["Location"])
    done = await alice_there.press(case, case_path(receipt["id"], "/verdict"), verdict="approve")
    assert done.headers["Location"].startswith("/review?site=blog&none=1&done=")
    assert (await alice_there.visit("/review?site=nowhere")).status == 404


async def test_links_out_of_the_desk_lead_to_the_sites_own_pages_only(
    reader: Caller, alice_there: Visitor
) -> None:
    for url in ("https://news.example/ferry", "https://evil.example/ferry"):
        receipt = await posted(reader, f"{WATCHED} {url[8:]}", article_url=url, article_title="Ferry")
        page = await alice_there.visit(case_path(receipt["id"]))
        links = [each.attributes["href"] for each in page.all("a")]
        assert (url in links) is ("news.example" in url)


async def test_who_narrows_the_list_works_through_what_fits_and_comes_back_to_it(
    reader: Caller, alice_there: Visitor
) -> None:
    (other,) = await queued(reader)
    await take(alice_there, other)
    fitting = [(await posted(reader, f"A kettle on ferry {number}."))["id"] for number in range(2)]
    kept = "q=ferry&sort=oldest"
    answer = await alice_there.press(await alice_there.visit(f"/review?{kept}"), "/review/next")
    for case_id in fitting:
        assert case_path(case_id) in answer.headers["Location"]
        page = await alice_there.visit(answer.headers["Location"])
        assert "Only: words ferry · Show all" in page.text
        answer = await alice_there.press(page, case_path(case_id, "/verdict"), verdict="approve")
    page = await alice_there.visit(answer.headers["Location"])
    assert answer.headers["Location"].endswith(f"&{kept}")
    assert "No case fits any more." in page.text
    back = await alice_there.press(page, case_path(fitting[1], "/undo"))
    page = await alice_there.visit(back.headers["Location"])
    given_back = await alice_there.press(page, case_path(fitting[1], "/release"))
    assert given_back.headers["Location"] == f"/review?{kept}"
    assert other in (await alice_there.visit("/review")).all("article")[0].attributes["data-id"]


async def test_no_word_is_marked_and_no_score_shown_in_a_language_that_the_model_does_not_know(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    german = "Die Brücke wird im nächsten Jahr gebaut, und die Gemeinde freut sich sehr darüber."
    case_id = (await posted(reader, german))["id"]
    page = await alice_there.visit(case_path(case_id))
    assert "The model was not trained on this language" in page.text
    assert "A moderator would reject it" not in page.text
    assert (await alice.get(f"/v1/review/cases/{case_id}")).json["spans"] == []
