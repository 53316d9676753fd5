"""`/review`: a verdict, what it leads to, and how it is taken back."""

import pytest

from tests.service.api.posting import BLOCKED, WATCHED, posted, queued
from tests.service.web.moderating import case_path, standing, take
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Caller


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
