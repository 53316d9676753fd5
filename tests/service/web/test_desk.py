"""`/review`: the moderators' pages."""

import pytest

from service.usecases.review import LEASE_MS
from tests.service.api.posting import BLOCKED, WATCHED, posted, queued
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

FORMS = ["/review/next", *(f"/review/cases/{{id}}/{act}" for act in ("take", "verdict", "release", "undo"))]


def case_path(case_id: str, act: str = "") -> str:
    return f"/review/cases/{case_id}{act}"


async def take(visitor: Visitor, case_id: str) -> Page:
    page = await visitor.visit(case_path(case_id))
    await visitor.press(page, case_path(case_id, "/take"))
    return await visitor.visit(case_path(case_id))


async def standing(caller: Caller, case_id: str) -> str:
    status: str = (await caller.get(f"/v1/review/cases/{case_id}")).json["status"]
    return status


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


async def test_it_says_when_no_case_is_free(reader: Caller, alice_there: Visitor, bob_there: Visitor) -> None:
    (case_id,) = await queued(reader)
    await take(alice_there, case_id)
    page = await bob_there.visit("/review")
    assert "alice is working on it" in page.text
    answer = await bob_there.press(page, "/review/next")
    assert answer.headers["Location"] == "/review?none=1"
    assert "No case is free right now" in (await bob_there.visit("/review?none=1")).text


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


async def test_a_verdict_leads_to_the_next_case_which_is_taken_already(
    reader: Caller, alice_there: Visitor, alice: Caller
) -> None:
    first, second = await queued(reader, 2)
    page = await take(alice_there, first)
    answer = await alice_there.press(page, case_path(first, "/verdict"), verdict="approve")
    assert (answer.status, answer.headers["Location"]) == (303, f"{case_path(second)}?done={first}")
    after = await alice_there.visit(answer.headers["Location"])
    assert "You approved the comment by Alice" in after.text
    assert "It is yours for" in after.text
    assert await standing(alice, first) == "approved"


async def test_the_last_verdict_leads_to_the_empty_queue(reader: Caller, alice_there: Visitor) -> None:
    (case_id,) = await queued(reader)
    page = await take(alice_there, case_id)
    answer = await alice_there.press(page, case_path(case_id, "/verdict"), reason="spam", note="Third time.")
    after = await alice_there.visit(answer.headers["Location"])
    assert "You rejected the comment by Alice" in after.text
    assert "Nothing waits." in after.text
    case = await alice_there.visit(case_path(case_id))
    assert "alice rejected it just now It is advertising. Note: Third time." in case.text


async def test_a_verdict_is_taken_back_with_one_click(
    reader: Caller, alice_there: Visitor, alice: Caller
) -> None:
    (case_id,) = await queued(reader)
    page = await take(alice_there, case_id)
    decided = await alice_there.press(page, case_path(case_id, "/verdict"), verdict="approve")
    after = await alice_there.visit(decided.headers["Location"])
    undone = await alice_there.press(after, case_path(case_id, "/undo"))
    again = await alice_there.visit(undone.headers["Location"])
    assert "The verdict is taken back" in again.text
    assert again.form(case_path(case_id, "/verdict")).fields["token"]
    assert await standing(alice, case_id) == "pending"


async def test_a_moderator_cannot_take_back_what_another_decided_an_editor_can(
    reader: Caller, alice_there: Visitor, bob_there: Visitor, erin_there: Visitor, alice: Caller
) -> None:
    (case_id,) = await queued(reader)
    page = await take(alice_there, case_id)
    await alice_there.press(page, case_path(case_id, "/verdict"), verdict="approve")
    seen = await bob_there.visit(case_path(case_id))
    assert "alice approved it" in seen.text
    assert all("undo" not in form.action for form in seen.forms)
    csrf = seen.form("/logout").fields["csrf"]
    refused = Page(await bob_there.send(case_path(case_id, "/undo"), {"csrf": csrf}))
    assert refused.status == 403
    assert "alice decided this; an editor can undo it." in refused.text
    await erin_there.press(await erin_there.visit(case_path(case_id)), case_path(case_id, "/undo"))
    assert await standing(alice, case_id) == "pending"


async def test_giving_a_case_back_frees_it(reader: Caller, alice_there: Visitor, bob_there: Visitor) -> None:
    (case_id,) = await queued(reader)
    page = await take(alice_there, case_id)
    answer = await alice_there.press(page, case_path(case_id, "/release"))
    assert (answer.status, answer.headers["Location"]) == (303, "/review")
    assert "It is yours for" in (await take(bob_there, case_id)).text


async def test_a_case_that_somebody_else_took_since_needs_no_giving_back(
    app: Application, reader: Caller, alice: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    page = await take(alice_there, case_id)
    app.clock.advance(LEASE_MS / 1_000 + 1)
    await take(bob_there, case_id)
    answer = await alice_there.press(page, case_path(case_id, "/release"))
    assert (answer.status, answer.headers["Location"]) == (303, "/review")
    assert (await alice.get(f"/v1/review/cases/{case_id}")).json["claim"]["by"] == "bob"


async def test_a_case_in_other_hands_says_whose(
    reader: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    free = await bob_there.visit(case_path(case_id))
    await take(alice_there, case_id)
    answer = await bob_there.press(free, case_path(case_id, "/take"))
    page = await bob_there.visit(answer.headers["Location"])
    assert "alice is working on this case, for" in page.text
    assert all("verdict" not in form.action for form in page.forms)


async def test_whoever_is_slower_reads_who_decided_and_keeps_the_note(
    app: Application, reader: Caller, alice_there: Visitor, bob_there: Visitor, alice: Caller
) -> None:
    (case_id,) = await queued(reader)
    slow = await take(alice_there, case_id)
    app.clock.advance(LEASE_MS / 1_000 + 1)
    fast = await take(bob_there, case_id)
    await bob_there.press(fast, case_path(case_id, "/verdict"), reason="abuse")
    typed = {"verdict": "approve", "note": "Fine with <me>"}
    page = Page(await alice_there.press(slow, case_path(case_id, "/verdict"), **typed))
    assert page.status == 409
    assert "bob rejected this comment already." in page.text
    assert "Your verdict was not kept." in page.text
    assert "Your note was: Fine with <me>" in page.text
    assert await standing(alice, case_id) == "rejected"


async def test_a_hold_that_has_ended_is_renewed_when_nobody_took_the_case(
    app: Application, reader: Caller, alice_there: Visitor, alice: Caller
) -> None:
    (case_id,) = await queued(reader)
    slow = await take(alice_there, case_id)
    app.clock.advance(LEASE_MS / 1_000 + 1)
    page = Page(await alice_there.press(slow, case_path(case_id, "/verdict"), reason="spam", note="Ad."))
    assert page.status == 409
    assert "it is yours again" in page.text
    form = page.form(case_path(case_id, "/verdict"))
    assert form.fields["note"] == "Ad."
    assert await standing(alice, case_id) == "pending"
    assert (await alice_there.send(form.action, form.fields | {"reason": "spam"})).status == 303
    assert await standing(alice, case_id) == "rejected"


async def test_a_verdict_while_another_holds_the_case_is_told(
    app: Application, reader: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    slow = await take(alice_there, case_id)
    app.clock.advance(LEASE_MS / 1_000 + 1)
    await take(bob_there, case_id)
    page = Page(await alice_there.press(slow, case_path(case_id, "/verdict"), verdict="approve"))
    assert page.status == 409
    assert "bob is working on this case." in page.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Must be approve or reject, got ''."),
        ({"verdict": "burn"}, "Must be approve or reject, got 'burn'."),
        ({"reason": "mood"}, "Must be one of abuse,"),
        ({"verdict": "approve", "note": "n" * 2_001}, "at most 2,000 characters, got 2,001"),
    ],
)
async def test_a_wrong_verdict_is_told_and_changes_nothing(
    reader: Caller, alice_there: Visitor, alice: Caller, fields: dict[str, str], said: str
) -> None:
    (case_id,) = await queued(reader)
    taken = await take(alice_there, case_id)
    page = Page(await alice_there.press(taken, case_path(case_id, "/verdict"), **fields))
    assert page.status == 422
    assert said in page.text
    assert page.form(case_path(case_id, "/verdict")).fields["note"] == fields.get("note", "")
    assert await standing(alice, case_id) == "pending"


async def test_an_appeal_is_not_for_who_decided_before(
    reader: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    receipt = await posted(reader, WATCHED)
    page = await take(alice_there, receipt["id"])
    await alice_there.press(page, case_path(receipt["id"], "/verdict"), reason="abuse")
    token = receipt["status_url"].partition("token=")[2]
    appeal = await reader.post(f"/v1/comments/{receipt['id']}/appeal", {"text": "Why?", "token": token})
    assert appeal.status == 201
    seen = await alice_there.visit(case_path(receipt["id"]))
    assert "Why it should stand, says the commenter Why?" in seen.text
    assert "You rejected this comment, so somebody else decides the appeal." in seen.text
    assert "It is yours for" in (await take(bob_there, receipt["id"])).text


async def test_a_comment_that_nobody_has_to_decide_says_so(reader: Caller, alice_there: Visitor) -> None:
    receipt = await posted(reader, BLOCKED)
    page = await alice_there.visit(case_path(receipt["id"]))
    assert "The policy rejected it; nobody has to decide." in page.text
    assert "zorkwort" in page.text


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


async def test_a_case_that_was_erased_meanwhile_needs_no_giving_back(
    app: Application, reader: Caller, alice_there: Visitor
) -> None:
    (case_id,) = await queued(reader)
    page = await take(alice_there, case_id)
    site = app.services.first_site
    comment = await site.comments.find(case_id)
    assert comment
    await site.comments.erase(comment, app.services.clock())
    answer = await alice_there.press(page, case_path(case_id, "/release"))
    assert "no longer kept" in (await alice_there.visit(answer.headers["Location"])).text


async def test_no_word_is_marked_and_no_score_shown_in_a_language_that_the_model_does_not_know(
    reader: Caller, alice: Caller, alice_there: Visitor
) -> None:
    german = "Die Brücke wird im nächsten Jahr gebaut, und die Gemeinde freut sich sehr darüber."
    case_id = (await posted(reader, german))["id"]
    page = await alice_there.visit(case_path(case_id))
    assert "The model was not trained on this language" in page.text
    assert "A moderator would reject it" not in page.text
    assert (await alice.get(f"/v1/review/cases/{case_id}")).json["spans"] == []
