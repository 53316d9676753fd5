"""Several wrong fields in one request: each is told, all of them at once, and nothing is done."""

from typing import Any

import pytest

from tests.service.api.posting import WATCHED, a_submission, posted, status_path
from tests.service.api.problems import errors_of
from tests.support.application import Caller

LONG = "x" * 301


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/v1/session", {"name": "alice"}, {"name", "username", "password"}),
        (
            "/v1/review/claims",
            {
                "limit": 0,
                "sort": "newest",
                "most": 1,
                "filter": {"ids": [], "not_ids": 1, "q": LONG, "label": 1, "waiting": "2h", "score_to": 2},
            },
            {
                "limit",
                "sort",
                "most",
                "filter.ids",
                "filter.not_ids",
                "q",
                "label",
                "filter.waiting",
                "score_to",
            },
        ),
        (
            "/v1/review/cases/c1/verdict",
            {"verdict": "maybe", "note": "x" * 2_001, "why": ""},
            {"token", "verdict", "note", "why"},
        ),
        (
            "/v1/review/cases/c1/verdict",
            {"verdict": 1, "reason": 2, "note": 3},
            {"token", "verdict", "reason", "note"},
        ),
        ("/v1/review/verdicts", {"ids": [], "verdict": "maybe"}, {"ids", "verdict"}),
        ("/v1/review/cases/c1/release", {"tokens": "x"}, {"tokens", "token"}),
        ("/v1/review/cases/c1/ban", {"target": 1, "period": 2, "reason": 3}, {"target", "period", "reason"}),
        (
            "/v1/review/cases/c1/ban",
            {"target": "planet", "period": "soon", "why": ""},
            {"target", "period", "why"},
        ),
    ],
)
async def test_a_moderators_program_reads_all_that_is_wrong(
    alice: Caller, path: str, body: dict[str, Any], fields: set[str]
) -> None:
    assert set(errors_of(await alice.post(path, body))) == fields


@pytest.mark.parametrize(
    ("method", "path", "body", "fields"),
    [
        (
            "PUT",
            "/v1/articles/a1",
            {"mode": "shut", "url": "news", "title": LONG, "name": ""},
            {"mode", "url", "title", "name"},
        ),
        ("POST", "/v1/score", {"text": "x", "explain": "yes"}, {"text", "texts", "explain"}),
        ("GET", "/v1/decisions?limit=0&after=x", None, {"limit", "after"}),
        ("GET", "/v1/articles/a1/comments?limit=0&after=x", None, {"limit", "after"}),
    ],
)
async def test_a_sites_program_reads_all_that_is_wrong(
    program: Caller, method: str, path: str, body: dict[str, Any] | None, fields: set[str]
) -> None:
    assert set(errors_of(await program.request(method, path, json=body))) == fields


async def test_a_list_of_cases_is_told_all_that_is_wrong_with_its_address(alice: Caller) -> None:
    query = f"limit=0&after=x&sort=newest&waiting=2h&score_from=much&q={LONG}"
    fields = {"limit", "after", "sort", "waiting", "score_from", "q"}
    assert set(errors_of(await alice.get(f"/v1/review/cases?{query}"))) == fields


async def test_a_comment_is_told_what_is_wrong_beside_its_text(reader: Caller) -> None:
    body = a_submission("", client_ip="198.51.100.7")
    answer = await reader.sending(Idempotency_Key="k" * 256).post("/v1/comments", body)
    assert set(errors_of(answer)) == {"text", "client_ip", "Idempotency-Key"}


async def test_an_appeal_is_told_all_that_is_wrong(reader: Caller) -> None:
    receipt = await posted(reader, WATCHED)
    path = status_path(receipt).replace("?", "/appeal?")
    assert set(errors_of(await reader.post(path, {"text": 1, "texts": ""}))) == {"text", "texts"}
