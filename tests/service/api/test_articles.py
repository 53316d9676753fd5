"""What stands under an article, and opening and closing it."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, many, post, posted
from tests.service.api.problems import errors_of, is_problem
from tests.support.application import Application, Caller


async def test_an_article_that_was_never_heard_of_has_no_comments(reader: Caller) -> None:
    assert (await reader.get("/v1/articles/nothing/comments")).json == {"comments": [], "next": None}


async def test_only_approved_comments_are_shown_oldest_first(app: Application, program: Caller) -> None:
    receipts = []
    for text, name in ((FRIENDLY, "Al"), (WATCHED, "Al"), (BLOCKED, "Al"), (FRIENDLY, "Bob")):
        receipts.append(await posted(program, text, name=name))
        app.clock.advance(1)
    shown = (await app.anyone.get("/v1/articles/a1/comments")).json["comments"]
    approved = [receipt["id"] for receipt in receipts if receipt["status"] == "approved"]
    assert len(approved) == 2
    assert [each["id"] for each in shown] == approved


async def test_pages_follow_each_other_and_nothing_comes_twice(program: Caller, reader: Caller) -> None:
    ids = [(await posted(program, name=f"n{number}"))["id"] for number in range(5)]
    seen: list[str] = []
    after = ""
    while True:
        page = (await reader.get(f"/v1/articles/a1/comments?limit=2&after={after}")).json
        assert len(page["comments"]) <= 2
        seen += [each["id"] for each in page["comments"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == sorted(ids)


@pytest.mark.parametrize("after", ["zzz", "%00", "(", "[", "é", "-", "%2B", "0" * 31, "A" * 32])
async def test_a_cursor_that_can_be_none_is_refused(reader: Caller, after: str) -> None:
    await posted(reader)
    assert set(errors_of(await reader.get(f"/v1/articles/a1/comments?after={after}"))) == {"after"}


async def test_a_cursor_whose_comment_is_gone_still_shows_what_follows(reader: Caller) -> None:
    receipt = await posted(reader)
    shown = (await reader.get(f"/v1/articles/a1/comments?after={'0' * 32}")).json["comments"]
    assert [each["id"] for each in shown] == [receipt["id"]]


async def test_an_articles_id_may_be_any_text(program: Caller, reader: Caller) -> None:
    article = "2026/11/ferry: {a} é 🙂 <b>"
    receipt = await posted(program, article=article)
    shown = await reader.get(f"/v1/articles/{quote(article, safe='')}/comments")
    assert [each["id"] for each in shown.json["comments"]] == [receipt["id"]]


async def test_names_of_keys_hidden_in_ids_reach_no_other_article(program: Caller, reader: Caller) -> None:
    receipt = await posted(program, article="a1")
    for article in ("a1:approved", "approved:a1", "a1}:x", "*", "a1 b"):
        assert (await post(program, many(FRIENDLY), article=article)).status == 201
        mode = await program.request("PUT", f"/v1/articles/{quote(article)}", json={"mode": "review"})
        assert mode.status == 200
        assert mode.json["article_id"] == article.strip()
    shown = (await reader.get("/v1/articles/a1/comments")).json["comments"]
    assert [each["id"] for each in shown] == [receipt["id"]]


@pytest.mark.parametrize(("mode", "status"), [("open", "approved"), ("review", "pending"), ("closed", None)])
async def test_an_article_is_open_reviewed_or_closed(
    program: Caller, reader: Caller, mode: str, status: str | None
) -> None:
    about = {"mode": mode, "title": "Ferry", "url": "https://news.example/ferry"}
    told = await program.request("PUT", "/v1/articles/a1", json=about)
    assert told.json == {"article_id": "a1"} | about
    answer = await post(reader)
    if status is None:
        assert is_problem(answer, 403, "article_closed")
        assert (await post(program, name="Bob")).status == 403
    else:
        assert answer.json["status"] == status
    assert (await post(reader, article="a2")).json["status"] == "approved"


async def test_a_reviewed_article_still_rejects_what_is_blocked(program: Caller) -> None:
    await program.request("PUT", "/v1/articles/a1", json={"mode": "review"})
    assert (await posted(program, BLOCKED))["status"] == "rejected"
    assert [each["code"] for each in (await posted(program))["reasons"]] == ["article_review"]


async def test_a_closed_article_can_be_opened_again(program: Caller, reader: Caller) -> None:
    await program.request("PUT", "/v1/articles/a1", json={"mode": "closed"})
    await program.request("PUT", "/v1/articles/a1", json={})
    assert (await post(reader)).status == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mode": "shut"}, "mode"),
        ({"mode": 1}, "mode"),
        ({"title": "x" * 301}, "title"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "x" * 2_001}, "url"),
        ({"closed": True}, "closed"),
    ],
)
async def test_a_wrong_wish_changes_nothing(program: Caller, body: dict[str, Any], field: str) -> None:
    answer = await program.request("PUT", "/v1/articles/a1", json={"mode": "closed"} | body)
    assert set(errors_of(answer)) == {field}
    assert (await post(program)).status == 201


async def test_white_space_around_and_within_an_id_makes_no_other_article(program: Caller) -> None:
    receipt = await posted(program, article="the  ferry ")
    shown = (await program.get("/v1/articles/%20the%20%20%20ferry/comments")).json["comments"]
    assert [each["id"] for each in shown] == [receipt["id"]]


@pytest.mark.parametrize("article", ["%20", "%00", "a%00b", "x" * 201])
async def test_what_can_be_no_articles_id_is_not_found(program: Caller, article: str) -> None:
    assert is_problem(await program.get(f"/v1/articles/{article}/comments"), 404, "not_found")
    assert is_problem(await program.request("PUT", f"/v1/articles/{article}", json={}), 404, "not_found")
