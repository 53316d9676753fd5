"""`/review`: who holds a case, who gives it back, and who comes too late."""

from service.usecases.review import LEASE_MS
from tests.service.api.posting import queued
from tests.service.web.moderating import case_path, standing, take
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller


async def held_too_long(app: Application, visitor: Visitor, case_id: str) -> Page:
    """The page of a case that the visitor took, whose hold has ended since."""
    page = await take(visitor, case_id)
    app.clock.advance(LEASE_MS / 1_000 + 1)
    return page


async def test_it_says_when_no_case_is_free(reader: Caller, alice_there: Visitor, bob_there: Visitor) -> None:
    (case_id,) = await queued(reader)
    await take(alice_there, case_id)
    page = await bob_there.visit("/review")
    assert "alice is working on it" in page.text
    answer = await bob_there.press(page, "/review/next")
    assert answer.headers["Location"] == "/review?none=1"
    assert "No case is free right now" in (await bob_there.visit("/review?none=1")).text


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
    page = await held_too_long(app, alice_there, case_id)
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
    slow = await held_too_long(app, alice_there, case_id)
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
    slow = await held_too_long(app, alice_there, case_id)
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
    slow = await held_too_long(app, alice_there, case_id)
    await take(bob_there, case_id)
    page = Page(await alice_there.press(slow, case_path(case_id, "/verdict"), verdict="approve"))
    assert page.status == 409
    assert "bob is working on this case." in page.text


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
