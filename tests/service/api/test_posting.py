"""`POST /v1/comments`: what goes in, and what comes back."""

import re
from datetime import UTC, datetime

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, a_submission, post, posted, status_path
from tests.support.application import Application, Caller


async def test_a_friendly_comment_is_approved_and_stands_under_its_article(reader: Caller) -> None:
    receipt = await posted(reader, FRIENDLY)
    assert receipt["status"] == "approved"
    shown = await reader.get("/v1/articles/a1/comments")
    assert shown.json == {
        "comments": [
            {
                "id": receipt["id"],
                "author": {"name": "Alice"},
                "text": FRIENDLY,
                "created_at": receipt["created_at"],
                "parent_id": None,
            }
        ],
        "next": None,
    }


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [(WATCHED, "pending", "watched_word"), (BLOCKED, "rejected", "blocked_word")],
)
async def test_a_comment_that_is_not_approved_says_why_and_is_not_shown(
    reader: Caller, text: str, status: str, code: str
) -> None:
    receipt = await posted(reader, text)
    assert receipt["status"] == status
    assert receipt["reasons"][0]["code"] == code
    assert all(reason["message"] for reason in receipt["reasons"])
    assert (await reader.get("/v1/articles/a1/comments")).json["comments"] == []


async def test_a_receipt_has_exactly_what_it_promises(app: Application, reader: Caller) -> None:
    receipt = await posted(reader)
    assert set(receipt) == {"id", "status", "reasons", "article_id", "created_at", "status_url"}
    assert re.fullmatch("[0-9a-f]{32}", receipt["id"])
    assert receipt["article_id"] == "a1"
    age = datetime.now(UTC) - datetime.fromisoformat(receipt["created_at"])
    assert abs(age.total_seconds()) < 60
    assert receipt["status_url"].startswith(f"{app.url}/v1/comments/{receipt['id']}?token=")


async def test_a_program_sees_scores_model_and_policy_too(program: Caller) -> None:
    receipt = await posted(program)
    assert set(receipt) > {"scores", "likely_to_reject", "language", "model", "policy"}
    assert 0 <= receipt["scores"]["toxicity"] <= 1
    assert receipt["model"] != "none"


async def test_a_comment_goes_to_the_site_that_is_named(reader: Caller) -> None:
    receipt = await posted(reader, site="blog")
    assert (await reader.get("/v1/articles/a1/comments")).json["comments"] == []
    assert len((await reader.get("/v1/articles/a1/comments?site=blog")).json["comments"]) == 1
    assert (await reader.get(status_path(receipt))).json["id"] == receipt["id"]


@pytest.mark.parametrize("told", [{}, {"site": None}, {"site": ""}, {"site": "blog"}])
async def test_a_key_means_its_own_site(app: Application, told: dict[str, str]) -> None:
    program = await app.program("blog")
    await posted(program, **told)
    assert len((await program.get("/v1/articles/a1/comments?site=blog")).json["comments"]) == 1


async def test_a_reply_names_the_comment_that_it_answers(reader: Caller) -> None:
    parent = await posted(reader)
    reply = await posted(reader, name="Bob", parent_id=parent["id"])
    shown = (await reader.get("/v1/articles/a1/comments")).json["comments"]
    assert [(each["id"], each["parent_id"]) for each in shown] == [
        (parent["id"], None),
        (reply["id"], parent["id"]),
    ]


async def test_the_same_text_is_decided_the_same_each_time(program: Caller) -> None:
    receipts = [await posted(program, article=f"a{number}") for number in range(3)]
    told = [
        {key: each[key] for key in ("status", "reasons", "scores", "model", "policy")} for each in receipts
    ]
    assert told[0] == told[1] == told[2]


async def test_a_client_address_is_taken_from_a_program_only(reader: Caller, program: Caller) -> None:
    await posted(program, client_ip="192.0.2.7")
    refused = await post(reader, client_ip="192.0.2.7")
    assert refused.status == 422
    assert refused.json["errors"] == [
        {"field": "client_ip", "message": "Is taken from programs with a site key only."}
    ]


async def test_a_foreign_language_waits_for_a_moderator_and_says_so(reader: Caller) -> None:
    text = (
        "Das ist ein wunderbarer Artikel über unser Dorf, ich habe ihn sehr gern gelesen, vielen Dank dafür."
    )
    receipt = await posted(reader, text)
    assert receipt["status"] == "pending"
    assert receipt["reasons"][0]["code"] == "language"


async def test_every_answer_has_an_id_and_forbids_what_no_answer_needs(reader: Caller) -> None:
    first, second = await post(reader), await reader.post("/v1/comments", {})
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    for answer in (first, second):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_a_body_may_be_sixty_four_kibibytes_long(reader: Caller) -> None:
    title = a_submission(article_title="x")
    answer = await reader.post("/v1/comments", title | {"text": "é" * 10_000})
    assert answer.status == 201
