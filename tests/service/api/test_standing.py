"""Where a comment stands, and the way of an appeal."""

import asyncio
from typing import Any

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, posted, queued, status_path
from tests.service.api.problems import errors_of, is_problem
from tests.support.application import Application, Caller

WHY = {"text": "I quoted the minister; the word is not mine."}
HALF_A_YEAR_S = 183 * 86_400


async def standing(reader: Caller, receipt: dict[str, Any]) -> dict[str, Any]:
    """Return where a comment stands, as its author sees it."""
    answer = await reader.get(status_path(receipt))
    assert answer.status == 200, answer.text
    document: dict[str, Any] = answer.json
    return document


async def claimed(moderator: Caller) -> list[dict[str, Any]]:
    """Return all cases that a moderator can have."""
    cases: list[dict[str, Any]] = (await moderator.post("/v1/review/claims", {"limit": 50})).json["cases"]
    return cases


async def decide(moderator: Caller, verdict: str, **more: str) -> str:
    """Decide the only case that a moderator can have, and return its comment's id."""
    (case,) = await claimed(moderator)
    body = {"token": case["token"], "verdict": verdict} | more
    answer = await moderator.post(f"/v1/review/cases/{case['id']}/verdict", body)
    assert answer.status == 200, answer.text
    return str(case["id"])


@pytest.mark.parametrize(
    ("text", "status", "measure"),
    [
        (FRIENDLY, "approved", "The comment is published."),
        (WATCHED, "pending", "The comment is not published until a moderator has looked at it."),
        (BLOCKED, "rejected", "The comment is not published."),
    ],
)
async def test_the_author_sees_where_it_stands_and_why(
    reader: Caller, text: str, status: str, measure: str
) -> None:
    receipt = await posted(reader, text)
    seen = await standing(reader, receipt)
    assert seen["text"] == text
    assert {key: seen[key] for key in ("id", "status", "reasons", "article_id", "created_at")} == {
        key: receipt[key] for key in ("id", "status", "reasons", "article_id", "created_at")
    }
    assert seen["statement"] == {
        "measure": measure,
        "facts": [reason["message"] for reason in receipt["reasons"]],
        "ground": "The site's terms for comments.",
        "automated": True,
        "decided_at": receipt["created_at"],
    }
    assert "scores" not in seen
    assert (seen["appeal_url"] is not None) is (status == "rejected")


async def test_a_program_sees_every_comment_of_its_site_with_scores(reader: Caller, program: Caller) -> None:
    receipt = await posted(reader, BLOCKED)
    seen = (await program.get(f"/v1/comments/{receipt['id']}")).json
    assert set(seen) >= {"scores", "model", "policy", "statement"}


async def test_a_program_sees_who_wrote_and_what_it_replies_to_and_nobody_else_does(
    reader: Caller, program: Caller
) -> None:
    parent = await posted(reader)
    author = {"name": "Bob", "email": "bob@news.example", "id": "member-17"}
    receipt = await posted(reader, WATCHED, author=author, parent_id=parent["id"])
    seen = [(await program.get(f"/v1/comments/{each['id']}")).json for each in (parent, receipt)]
    assert [(each["author"], each["parent_id"]) for each in seen] == [
        ({"name": "Alice"}, None),
        ({"name": "Bob"}, parent["id"]),
    ]
    assert not {"author", "parent_id"} & set(await standing(reader, receipt))


async def test_a_browser_is_sent_on_to_a_page(reader: Caller) -> None:
    receipt = await posted(reader)
    answer = await reader.sending(Accept="text/html").get(status_path(receipt))
    assert answer.status == 303
    assert answer.headers["Location"] == status_path(receipt).removeprefix("/v1")


async def test_a_program_that_takes_pages_too_gets_json(reader: Caller, program: Caller) -> None:
    receipt = await posted(reader)
    keyed = await program.sending(Accept="text/html, image/gif, *; q=.2").get(f"/v1/comments/{receipt['id']}")
    named = await reader.sending(Accept="application/json, text/html;q=0.5").get(status_path(receipt))
    assert [keyed.json["id"], named.json["id"]] == [receipt["id"]] * 2


@pytest.mark.parametrize(
    "odd", ["%0d%0aSet-Cookie:%20x=1", "%2f%2fevil.example", "..%2f..%2fx", "%00", "%3Cscript%3E"]
)
async def test_no_id_leads_a_browser_anywhere_else(app: Application, odd: str) -> None:
    answer = await app.anyone.sending(Accept="text/html").get(f"/v1/comments/{odd}?token=x")
    assert answer.status == 303
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Location"].startswith("/comments/")
    assert not set("\r\n<>") & set(answer.headers["Location"])


async def test_a_verdict_shows_as_a_persons_with_the_house_rule(reader: Caller, alice: Caller) -> None:
    receipt = await posted(reader, WATCHED)
    await decide(alice, "reject", reason="spam", note="for colleagues only")
    seen = await standing(reader, receipt)
    assert seen["status"] == "rejected"
    assert seen["reasons"] == [{"code": "spam", "message": "It is advertising."}]
    assert seen["statement"]["automated"] is False
    assert "alice" not in str(seen)
    assert "colleagues" not in str(seen)


async def test_an_appeal_is_decided_by_another_moderator_only(
    reader: Caller, alice: Caller, bob: Caller
) -> None:
    receipt = await posted(reader, WATCHED)
    await decide(alice, "reject", reason="abuse")
    seen = await standing(reader, receipt)
    answer = await reader.post(seen["appeal_url"], WHY)
    assert answer.status == 201
    assert answer.json["appeal"]["open"] is True
    assert answer.json["appeal_url"] is None
    assert await claimed(alice) == []
    assert (await alice.post("/v1/review/claims", {"filter": {"ids": [receipt["id"]]}})).json["cases"] == []
    (case,) = await claimed(bob)
    assert (case["kind"], case["appeal"]["text"]) == ("appeal", WHY["text"])
    body = {"token": case["token"], "verdict": "approve"}
    stolen = await alice.post(f"/v1/review/cases/{case['id']}/verdict", body | {"token": "guessed"})
    assert is_problem(stolen, 409, "held_by_other")
    assert (await bob.post(f"/v1/review/cases/{case['id']}/verdict", body)).status == 200
    seen = await standing(reader, receipt)
    assert seen["status"] == "approved"
    assert seen["appeal"]["open"] is False
    shown = (await reader.get("/v1/articles/a1/comments")).json["comments"]
    assert [each["id"] for each in shown] == [receipt["id"]]


async def test_whoever_was_appealed_against_cannot_take_the_verdict_back_instead(
    reader: Caller, alice: Caller
) -> None:
    receipt = await posted(reader, WATCHED)
    comment_id = await decide(alice, "reject")
    await reader.post((await standing(reader, receipt))["appeal_url"], WHY)
    answer = await alice.post(f"/v1/review/cases/{comment_id}/undo")
    assert answer.status in {403, 409}
    assert (await standing(reader, receipt))["appeal"]["open"] is True


async def test_an_automatic_rejection_can_be_appealed_too(reader: Caller, alice: Caller) -> None:
    receipt = await posted(reader, BLOCKED)
    assert (await reader.post((await standing(reader, receipt))["appeal_url"], WHY)).status == 201
    assert await decide(alice, "reject", reason="hate") == receipt["id"]
    seen = await standing(reader, receipt)
    assert (seen["status"], seen["statement"]["automated"]) == ("rejected", False)


async def test_an_appeal_is_possible_once(reader: Caller) -> None:
    receipt = await posted(reader, BLOCKED)
    url = (await standing(reader, receipt))["appeal_url"]
    answers = await asyncio.gather(*(reader.post(url, WHY) for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 9
    assert is_problem(await reader.post(url, WHY), 409, "appealed_before")


@pytest.mark.parametrize("text", [FRIENDLY, WATCHED])
async def test_only_what_was_refused_can_be_appealed(reader: Caller, text: str) -> None:
    receipt = await posted(reader, text)
    path = status_path(receipt).replace("?", "/appeal?")
    assert is_problem(await reader.post(path, WHY), 409, "not_rejected")


async def test_an_appeal_is_possible_for_six_months(app: Application, reader: Caller) -> None:
    receipt = await posted(reader, BLOCKED)
    path = status_path(receipt).replace("?", "/appeal?")
    app.clock.advance(HALF_A_YEAR_S)
    assert is_problem(await reader.post(path, WHY), 409, "appeal_too_late")
    assert (await standing(reader, receipt))["appeal_url"] is None
    app.clock.advance(-60)
    assert (await reader.post(path, WHY)).status == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "\u200b"}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"text": 7}, "text"),
        ({"text": "a\0b"}, "text"),
        (WHY | {"verdict": "approve"}, "verdict"),
    ],
)
async def test_a_wrong_appeal_is_told_what_is_wrong(
    reader: Caller, body: dict[str, object], field: str
) -> None:
    receipt = await posted(reader, BLOCKED)
    url = (await standing(reader, receipt))["appeal_url"]
    assert set(errors_of(await reader.post(url, body))) == {field}
    assert (await reader.post(url, WHY)).status == 201


async def test_the_token_may_stand_in_the_body(reader: Caller) -> None:
    receipt = await posted(reader, BLOCKED)
    token = receipt["status_url"].partition("token=")[2]
    answer = await reader.post(f"/v1/comments/{receipt['id']}/appeal", WHY | {"token": token})
    assert answer.status == 201


async def test_an_appeal_comes_before_what_is_less_urgent(reader: Caller, alice: Caller) -> None:
    await queued(reader, 2)
    receipt = await posted(reader, BLOCKED)
    await reader.post((await standing(reader, receipt))["appeal_url"], WHY)
    assert (await claimed(alice))[0]["id"] == receipt["id"]
