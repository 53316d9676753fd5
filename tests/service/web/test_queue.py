"""`/review`: the list of what waits, narrowed, sorted, and decided many at once."""

import pytest

from tests.service.api.posting import WATCHED, posted, queued, status_path
from tests.service.api.reviewing import claim, rule
from tests.service.web.page import Page
from tests.service.web.visitor import Visitor
from tests.support.application import Application, Caller

COPY = "Wake up people, the kettle council has lied to you about the ferry for years and wants your {} too."
GERMAN = "Der Rat hat uns seit Jahren belogen, und nun auch noch die Fähre."
GOODS = ("money", "house", "boat")


async def standing(caller: Caller, *ids: str) -> list[str]:
    return [(await caller.get(f"/v1/review/cases/{each}")).json["status"] for each in ids]


async def copies(reader: Caller) -> list[str]:
    """The ids of near-duplicates that wait."""
    return [(await posted(reader, COPY.format(goods), name=f"Citizen of {goods}"))["id"] for goods in GOODS]


def shown(page: Page) -> list[str]:
    return [each.attributes["data-id"] for each in page.all("article") if "data-id" in each.attributes]


async def decide(visitor: Visitor, page: Page, ids: list[str], **fields: str) -> str:
    """Choose cases, confirm exactly what is listed, and return where that leads."""
    csrf = page.form("/logout").fields["csrf"]
    chosen = {f"case-{each}": "on" for each in ids}
    preview = Page(await visitor.send("/review/bulk", {"csrf": csrf} | chosen | fields))
    answer = await visitor.press(preview, "/review/bulk", **fields)
    assert answer.status == 303
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=whistles", {"whistle"}),
        ("q=KETTLE+ferry", {"ferry"}),
        ("author=", {"whistle", "ferry", "german"}),
        ("article=a2", {"ferry"}),
        ("reason=language", {"german"}),
        ("language=de", {"german"}),
        ("waiting=1d", set()),
        ("from=99&to=100", set()),
    ],
)
async def test_a_filter_shows_what_fits_and_says_how_many(
    reader: Caller, alice_there: Visitor, query: str, expected: set[str]
) -> None:
    ids = {
        "whistle": (await posted(reader, "My kettle whistles."))["id"],
        "ferry": (await posted(reader, "The kettle on the ferry is broken.", article="a2"))["id"],
        "german": (await posted(reader, GERMAN))["id"],
    }
    page = await alice_there.visit(f"/review?{query}")
    assert set(shown(page)) == {ids[name] for name in expected}
    assert "3 open cases" in page.text
    if expected and not query.endswith("="):
        assert "1 case fits what you look for." in page.text


@pytest.mark.parametrize("name", ["author", "article", "language"])
async def test_what_is_chosen_stands_once_in_the_form_also_when_no_case_has_it(
    reader: Caller, alice_there: Visitor, name: str
) -> None:
    await queued(reader)
    page = await alice_there.visit(f"/review?{name}=gone")
    assert [each.tag for each in page.elements if each.attributes.get("name") == name] == ["select"]
    (option,) = page.all("option", value="gone")
    assert "selected" in option.attributes


async def test_the_oldest_come_first_when_asked(reader: Caller, alice_there: Visitor) -> None:
    ids = await queued(reader, 3)
    assert shown(await alice_there.visit("/review?sort=oldest")) == ids


async def test_a_page_that_the_list_no_longer_reaches_leads_to_its_beginning(
    reader: Caller, alice_there: Visitor
) -> None:
    await queued(reader, 2)
    page = await alice_there.visit("/review?sort=oldest&after=50")
    assert not shown(page)
    assert "The list does not go on this far any more." in page.text
    assert page.all("a", href="/review?sort=oldest")
    assert "this far" not in (await alice_there.visit("/review?sort=oldest")).text


@pytest.mark.parametrize("query", ["waiting=2y", "sort=mood", "from=x", "to=101"])
async def test_a_filter_that_cannot_be_meant_is_told(alice_there: Visitor, query: str) -> None:
    page = await alice_there.visit(f"/review?{query}")
    assert page.status == 422
    assert "Must be" in page.text


async def test_many_are_decided_exactly_as_listed_and_taken_back_at_one_stroke(
    reader: Caller, alice_there: Visitor, alice: Caller
) -> None:
    ids = await queued(reader, 3)
    page = await alice_there.visit("/review")
    leads_to = await decide(alice_there, page, ids[:2], verdict="reject", reason="spam")
    assert await standing(alice, *ids) == ["rejected", "rejected", "pending"]
    after = await alice_there.visit(leads_to)
    assert "You rejected 2 comments." in after.text
    await alice_there.press(after, "/review/bulk/undo")
    assert await standing(alice, *ids) == ["pending"] * 3
    assert (await alice.get("/v1/review/stats")).json["mine"] == 0


async def test_what_came_after_the_preview_is_not_decided(
    reader: Caller, alice_there: Visitor, alice: Caller
) -> None:
    before = await queued(reader, 2)
    page = await alice_there.visit("/review?q=kettle")
    csrf = page.form("/logout").fields["csrf"]
    asked = {"csrf": csrf, "all": "yes", "verdict": "approve"}
    preview = Page(await alice_there.send("/review/bulk?q=kettle", asked))
    assert "Approve 2 comments?" in preview.text
    late = await queued(reader)
    await alice_there.press(preview, "/review/bulk", verdict="approve")
    assert await standing(alice, *before, *late) == ["approved", "approved", "pending"]


async def test_what_somebody_else_holds_stays_and_is_named(
    reader: Caller, alice_there: Visitor, bob: Caller, alice: Caller
) -> None:
    ids = await queued(reader, 2)
    page = await alice_there.visit("/review")
    await bob.post("/v1/review/claims", {"filter": {"ids": [ids[1]]}})
    leads_to = await decide(alice_there, page, ids, verdict="approve")
    assert await standing(alice, *ids) == ["approved", "pending"]
    after = await alice_there.visit(leads_to)
    assert "1 case stays as it was:" in after.text


async def test_an_undo_leaves_what_was_decided_anew(reader: Caller, alice: Caller) -> None:
    ids = await queued(reader, 2)
    outcome = (await alice.post("/v1/review/verdicts", {"ids": ids, "verdict": "approve"})).json
    await alice.post(f"/v1/review/cases/{ids[0]}/undo")
    again = (await alice.post("/v1/review/verdicts", {"ids": ids[:1], "verdict": "reject"})).json
    assert again["done"] == ids[:1]
    undone = (await alice.post(f"/v1/review/groups/{outcome['group']}/undo", {})).json
    assert undone["done"] == ids[1:]
    assert await standing(alice, *ids) == ["rejected", "pending"]


async def test_copies_stand_as_one_row(reader: Caller, alice_there: Visitor) -> None:
    ids = await copies(reader)
    (single,) = await queued(reader)
    page = await alice_there.visit("/review?sort=oldest")
    assert shown(page) == [ids[0], single]
    assert "2 more say nearly the same" in page.text
    assert "Approve all 3" in page.text


async def test_a_verdict_on_a_case_is_for_the_copies_that_were_shown_and_chosen(
    reader: Caller, alice_there: Visitor, alice: Caller
) -> None:
    ids = await copies(reader)
    page = await alice_there.visit(f"/review/cases/{ids[0]}")
    await alice_there.press(page, f"/review/cases/{ids[0]}/take")
    page = await alice_there.visit(f"/review/cases/{ids[0]}")
    assert "2 others say nearly the same" in page.text
    assert (await alice.get("/v1/review/stats")).json["mine"] == 3
    late = (await posted(reader, COPY.format("garden"), name="Late"))["id"]
    fields = page.form(f"/review/cases/{ids[0]}/verdict").fields
    fields = {name: value for name, value in fields.items() if not name.startswith("copy-")}
    await alice_there.send(
        f"/review/cases/{ids[0]}/verdict", fields | {f"copy-{ids[1]}": "on", "reason": "spam"}
    )
    assert await standing(alice, *ids, late) == ["rejected", "rejected", "pending", "pending"]
    after = await alice_there.visit(f"/review/cases/{late}")
    assert "What became of others that say nearly the same" in after.text
    assert "by alice" in after.text


async def test_who_erases_a_comment_erases_how_it_is_found(app: Application, reader: Caller) -> None:
    ids = await copies(reader)
    site = app.services.sites["default"]
    first = await site.comments.find(ids[0])
    assert first is not None
    assert {copy.id for copy in await site.comments.copies(first, app.clock(), 50)} == set(ids[1:])
    await site.comments.erase(first, app.clock())
    key = site.comments.keys.alike(first.created_at_ms // 86_400_000)
    left = await app.services.commands.run("ZRANGE", key, 0, -1)
    assert {member.partition(":")[2] for member in left} == set(ids[1:])
    assert await app.services.commands.run("PTTL", key) > 0


async def test_a_row_that_does_not_fit_is_not_put_in(reader: Caller, alice_there: Visitor) -> None:
    ids = [(await posted(reader, text))["id"] for text in (WATCHED, "The kettle again.")]
    page = await alice_there.visit(f"/review/rows?q=shop&ids={','.join(ids)}")
    assert shown(page) == ids[:1]


async def appealed(reader: Caller, alice: Caller) -> str:
    """The id of a comment that Alice rejected and its author appealed for."""
    receipt = await posted(reader, WATCHED)
    (case,) = await claim(alice)
    assert (await rule(alice, case, "reject")).status == 200
    await reader.post(status_path(receipt).replace("?", "/appeal?"), {"text": "A kettle is no weapon."})
    case_id: str = receipt["id"]
    return case_id


async def test_an_appeal_is_listed_with_what_the_commenter_says(
    reader: Caller, alice: Caller, bob_there: Visitor
) -> None:
    case_id = await appealed(reader, alice)
    said = "Why it should stand, says the commenter: A kettle is no weapon."
    page = await bob_there.visit("/review")
    assert said in page.text
    chosen = {"csrf": page.form("/logout").fields["csrf"], f"case-{case_id}": "on", "verdict": "approve"}
    assert said in Page(await bob_there.send("/review/bulk", chosen)).text


async def test_an_appeal_against_ones_own_verdict_is_listed_for_others_to_decide(
    reader: Caller, alice: Caller, alice_there: Visitor, bob_there: Visitor
) -> None:
    case_id = await appealed(reader, alice)
    sentence = "You rejected this comment, so somebody else decides the appeal."
    for visitor, is_own in ((alice_there, True), (bob_there, False)):
        page = await visitor.visit("/review")
        assert shown(page) == [case_id]
        assert (sentence in page.text) is is_own
        (pick,) = page.all("input", class_="pick")
        assert ("disabled" in pick.attributes) is is_own
        assert bool(page.all("form", class_="row-verdict")) is not is_own
        assert (f"/review/cases/{case_id}/take" in [form.action for form in page.forms]) is not is_own
