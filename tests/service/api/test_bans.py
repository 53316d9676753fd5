"""`/v1/review`: bans."""

from typing import Any

import pytest

from tests.service.api.posting import many, posted
from tests.service.api.problems import errors_of, is_problem
from tests.support.application import Application, Caller


async def test_a_banned_author_may_not_comment_until_the_ban_ends(
    app: Application, program: Caller, alice: Caller
) -> None:
    known: dict[str, Any] = {"author": {"name": "Al", "id": "42"}}
    receipt = await posted(program, **known)
    path = f"/v1/review/cases/{receipt['id']}/ban"
    answer = await alice.post(path, {"target": "author", "period": "1h", "reason": "spam"})
    assert answer.status == 201
    refused = await program.post(
        "/v1/comments", {"article_id": "a1", "text": many(), "author": {"name": "Another", "id": "42"}}
    )
    assert is_problem(refused, 403, "banned")
    await posted(program, many(), author={"name": "Al", "id": "43"})
    app.clock.advance(3_600)
    await posted(program, many(), **known)


async def test_a_ban_can_be_lifted(program: Caller, alice: Caller) -> None:
    known: dict[str, Any] = {"author": {"name": "Al", "id": "42"}}
    receipt = await posted(program, **known)
    path = f"/v1/review/cases/{receipt['id']}/ban"
    assert (await alice.post(path, {})).json == {"target": "author", "by": "alice", "until": None}
    assert (await alice.request("DELETE", path)).status == 204
    await posted(program, many(), **known)
    assert is_problem(await alice.request("DELETE", path), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"target": "planet"}, "target"),
        ({"target": "author"}, "target"),
        ({"period": "soon"}, "period"),
        ({"reason": "x" * 501}, "reason"),
        ({"why": "x"}, "why"),
    ],
)
async def test_a_ban_that_would_hit_strangers_or_nobody_is_refused(
    reader: Caller, alice: Caller, body: dict[str, Any], field: str
) -> None:
    receipt = await posted(reader)
    answer = await alice.post(f"/v1/review/cases/{receipt['id']}/ban", body)
    assert field in errors_of(answer)
    assert (await reader.get("/v1/articles/a1/comments")).json["comments"]
