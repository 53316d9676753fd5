"""Whatever is thrown at it, the service has an answer that is no failure of its own."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.submission import KNOWN
from tests.service.api.posting import a_submission
from tests.support.application import Answer, Application, Caller

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=30)
    | st.sampled_from(["\ud800", "a\0b", "1" * 400, "é\u0301\u202e", "{x}", "a:audit", "../..", "\r\nX: y"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
FIELDS = st.sampled_from(sorted(KNOWN)) | st.text(max_size=8)
SUBMISSIONS = st.dictionaries(FIELDS, VALUES, max_size=8).map(lambda wrong: a_submission() | wrong)
SCORE_WISHES = st.fixed_dictionaries(
    {"texts": VALUES | st.lists(st.text(st.characters(), max_size=50) | VALUES, max_size=4)},
    optional={"explain": VALUES, "more": VALUES},
)
REVIEW_WISHES = st.dictionaries(
    st.sampled_from(["limit", "filter", "token", "verdict", "reason", "note", "period", "target"])
    | st.text(max_size=5),
    VALUES
    | st.dictionaries(st.sampled_from(["ids", "article_id", "reason", "author", "language"]), VALUES)
    | st.sampled_from(["approve", "reject", "1h"]),
    max_size=5,
)
HEADER_VALUES = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Accept", "Authorization", "Content-Encoding", "Cookie", "Idempotency-Key", "If-None-Match",
            "Last-Event-ID", "Origin", "Range", "Referer", "X-CSRF-Token", "X-Forwarded-For",
            "X-Forwarded-Proto",
        ]
    ),
    HEADER_VALUES,
    max_size=4,
)  # fmt: skip
QUERIES = st.dictionaries(
    st.sampled_from(["after", "limit", "site", "token", "author", "reason", "article_id", "language", "x"]),
    st.text(max_size=20) | st.sampled_from(["default", "blog", "-1", "0-0", "9" * 30]),
    max_size=4,
)
PATHS = [
    "/v1/comments/{}",
    "/v1/articles/{}/comments",
    "/v1/decisions",
    "/v1/review/cases",
    "/v1/review/cases/{}",
    "/v1/review/stats",
]
fuzzed = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def is_an_answer(answer: Answer) -> bool:
    """Whether an answer is a success, a redirect, or a problem that the sender can do something about."""
    if answer.status < HTTPStatus.BAD_REQUEST:
        return True
    return answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and bool(answer.json["code"])


async def send(app: Application, path: str, body: Any, headers: dict[str, str]) -> Answer:
    """Send a body as JSON, lone surrogates and all; nothing that came before is known."""
    await app.forget_sites()
    declared = {"Content-Type": "application/json"} | headers
    return await app.anyone.request("POST", path, data=json.dumps(body).encode(), headers=declared)


@fuzzed
@given(body=SUBMISSIONS | VALUES, headers=HEADERS)
async def test_any_json_may_be_posted(app: Application, body: Any, headers: dict[str, str]) -> None:
    assert is_an_answer(await send(app, "/v1/comments", body, headers))


@fuzzed
@given(body=SUBMISSIONS)
async def test_any_json_may_come_from_a_program(app: Application, body: Any) -> None:
    program = await app.program()
    assert is_an_answer(await send(app, "/v1/comments", body, dict(program.headers)))


@fuzzed
@given(body=st.binary(max_size=300), content_type=st.just("application/json") | HEADER_VALUES)
async def test_any_bytes_may_be_posted(app: Application, body: bytes, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    assert is_an_answer(await app.anyone.request("POST", "/v1/comments", data=body, headers=headers))


@fuzzed
@given(body=SCORE_WISHES | VALUES)
async def test_any_json_may_be_scored(app: Application, body: Any) -> None:
    program = await app.program()
    assert is_an_answer(await send(app, "/v1/score", body, dict(program.headers)))


@pytest.mark.parametrize("action", ["verdict", "renew", "release", "ban"])
@settings(fuzzed, max_examples=20)
@given(body=REVIEW_WISHES | VALUES, comment_id=st.text(min_size=1, max_size=40))
async def test_a_moderator_may_send_any_json(
    app: Application, alice: Caller, action: str, body: Any, comment_id: str
) -> None:
    path = f"/v1/review/cases/{quote(comment_id, safe='')}/{action}"
    assert is_an_answer(await send(app, path, body, dict(alice.headers)))


@fuzzed
@given(body=REVIEW_WISHES | VALUES)
async def test_a_moderator_may_claim_with_any_json(app: Application, alice: Caller, body: Any) -> None:
    assert is_an_answer(await send(app, "/v1/review/claims", body, dict(alice.headers)))


@pytest.mark.parametrize("path", PATHS)
@settings(fuzzed, max_examples=20)
@given(name=st.text(min_size=1, max_size=30), query=QUERIES)
async def test_anything_may_be_asked_for(
    app: Application, alice: Caller, path: str, name: str, query: dict[str, str]
) -> None:
    asked = path.format(quote(name, safe="")) + "?" + urlencode(query)
    for caller in (alice, await app.program()):
        assert is_an_answer(await caller.get(asked))
