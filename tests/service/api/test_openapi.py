"""The description of the API is valid, complete and true."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.api.openapi.document import openapi
from service.domain.submission import InvalidSubmissionError, Submission
from service.routes import ROUTES
from service.scoring.second_reader import AbsentReader
from tests.service.api.openapi_answers import complaints, fits
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, a_submission, many, status_path
from tests.support.application import PASSWORD, Application, Caller

BESIDE = ("/healthz", "/readyz", "/metrics")
FORM = "/comments"


def described() -> set[tuple[str, str]]:
    """Return the methods and paths of the document."""
    return {(method.upper(), path) for path, methods in openapi()["paths"].items() for method in methods}


def answered() -> set[tuple[str, str]]:
    """Return the methods and paths of the routes that the document is about: all but pages and faces.

    What the plain form sends is the same as `POST /v1/comments`, and described with it.
    """
    app = web.Application()
    app.add_routes(ROUTES)
    return {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None
        and route.method != "HEAD"
        and not route.handler.__module__.startswith("service.faces.")
        and (route.resource.canonical.startswith("/v1/") or route.resource.canonical in (*BESIDE, FORM))
    }


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(openapi()).validate()


def test_every_route_is_described_and_every_description_is_a_route() -> None:
    assert described() == answered()


def parts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of the document with where it stands."""
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            yield from parts(inner, f"{path}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from parts(inner, f"{path}/{place}")


def test_every_reference_leads_somewhere_and_nothing_is_described_in_vain() -> None:
    document = openapi()
    used = {part["$ref"] for _, part in parts(document) if "$ref" in part}
    there = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "responses", "headers")
        for name in document["components"][kind]
    }
    assert used <= there
    assert there - used <= {"#/components/headers/Allow"}


def test_every_call_and_every_field_says_what_it_is() -> None:
    document = openapi()
    calls = [call for methods in document["paths"].values() for call in methods.values()]
    assert len({call["operationId"] for call in calls}) == len(calls)
    assert all(call["summary"] and call["description"] and call["tags"] for call in calls)
    for place, schema in parts(document["components"]["schemas"]):
        if place.endswith("/properties"):
            silent = [
                name for name, field in schema.items() if "description" not in field and not refers(field)
            ]
            assert not silent, f"{place}: {silent}"


def refers(field: dict[str, Any]) -> bool:
    """Whether a field's description is elsewhere, or stands in its parts."""
    return "$ref" in field or "anyOf" in field or "properties" in field


def test_every_example_fits_its_schema() -> None:
    for _, part in parts(openapi()["paths"]):
        if "example" in part and "$ref" in part.get("schema", {}):
            assert fits(part["schema"]["$ref"].rpartition("/")[2], part["example"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        a_submission(),
        a_submission("x" * 10_000),
        a_submission("x" * 10_001),
        a_submission(parent_id=None, client_ip=None, site=None, article_url=None, article_title=None),
        a_submission(html=True),
        a_submission(article_id=None),
        a_submission() | {"text": None},
        a_submission() | {"text": 7},
        a_submission(author={"name": "x" * 80, "email": None, "id": None}),
        a_submission(author={"name": "x" * 81}),
        a_submission(author={"name": "A", "age": 1}),
        a_submission(author=None),
        a_submission(article_title="x" * 301),
    ],
)
def test_the_schema_of_a_submission_takes_what_the_service_takes(body: dict[str, Any]) -> None:
    try:
        Submission.parse(body)
        taken = True
    except InvalidSubmissionError:
        taken = False
    assert fits("Submission", body) is taken


class Witness:
    """Makes calls and gathers what in their answers differs from the document."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    async def __call__(self, caller: Caller, method: str, path: str, body: Any = None) -> Any:
        """Return what came back."""
        answer = await caller.request(method, path, **({} if body is None else {"json": body}))
        self.complaints += complaints(answer, method, path.removeprefix(caller.url))
        return answer.json if answer.body and "json" in answer.headers["Content-Type"] else answer


async def test_real_answers_are_as_described(reader: Caller, program: Caller, alice: Caller) -> None:
    ask = Witness()
    known: dict[str, Any] = {"author": {"name": "Al", "id": "42"}}
    receipts = [
        await ask(caller, "POST", "/v1/comments", a_submission(text, **known) | {"article_id": article})
        for text in (FRIENDLY, WATCHED, BLOCKED)
        for caller, article in ((reader, "a1"), (program, "a2"))
    ]
    for caller, receipt in zip((reader, program) * 3, receipts, strict=True):
        await ask(caller, "GET", status_path(receipt))
    standing = await ask(reader, "GET", status_path(receipts[4]))
    await ask(reader, "POST", standing["appeal_url"], {"text": "Please look again."})
    await ask(reader, "GET", status_path(receipts[4]))
    await ask(reader, "GET", "/v1/articles/a1/comments?limit=1")
    await ask(reader, "GET", "/v1/articles/a1/form")
    await ask(program, "PUT", "/v1/articles/a3", {"mode": "closed"})
    await ask(program, "POST", "/v1/score", {"texts": [FRIENDLY], "explain": True})
    await ask(program, "POST", "/v1/score", {"texts": [WATCHED]})
    await ask(reader, "POST", "/v1/session", {"username": "alice", "password": PASSWORD})
    for case in (await ask(alice, "POST", "/v1/review/claims", {"limit": 9}))["cases"]:
        path = f"/v1/review/cases/{case['id']}"
        await ask(alice, "POST", f"{path}/renew", {"token": case["token"]})
        await ask(alice, "POST", f"{path}/verdict", {"token": case["token"], "verdict": "reject"})
        await ask(alice, "GET", path)
        undone = await ask(alice, "POST", f"{path}/undo")
        await ask(alice, "POST", f"{path}/release", {"token": undone["token"]})
        await ask(alice, "POST", f"{path}/ban", {"period": "1h"})
        await ask(alice, "DELETE", f"{path}/ban")
        await ask(alice, "GET", path)
    waiting = [case["id"] for case in (await ask(alice, "GET", "/v1/review/cases"))["cases"]]
    together = await ask(alice, "POST", "/v1/review/verdicts", {"ids": waiting, "verdict": "approve"})
    await ask(alice, "POST", f"/v1/review/groups/{together['group']}/undo", {})
    await ask(alice, "GET", "/v1/review/cases?limit=1")
    await ask(alice, "GET", "/v1/review/stats")
    await ask(program, "GET", "/v1/decisions")
    for path in BESIDE:
        await ask(reader, "GET", path)
    assert ask.complaints == []


async def test_what_a_face_has_taken_in_and_a_second_reader_are_described(
    app: Application, reader: Caller, program: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Witness()
    form = {"comment": WATCHED, "author": "Al", "comment_post_ID": "1"}
    await reader.request("POST", "/wp-comments-post.php", data=form)
    (event,) = (await ask(program, "GET", "/v1/decisions"))["events"]
    assert event["source"] == "wordpress"
    second = AbsentReader()
    monkeypatch.setattr(second, "version", "1+2", raising=False)
    monkeypatch.setattr(app.services.scorer, "second", second)
    assert "second_reader" in (await ask(reader, "GET", "/readyz"))["checks"]
    assert ask.complaints == []


async def test_real_refusals_are_as_described(
    app: Application, reader: Caller, program: Caller, alice: Caller, bob: Caller
) -> None:
    ask = Witness()
    await ask(reader, "POST", "/v1/comments", {})
    await ask(reader, "POST", "/v1/comments", [])
    await ask(reader, "POST", "/v1/comments")
    await ask(reader.sending(Authorization="Bearer x"), "POST", "/v1/comments", a_submission())
    await ask(reader.sending(Origin="https://evil.example"), "POST", "/v1/comments", a_submission())
    await ask(reader, "POST", "/v1/comments", a_submission(site="nowhere"))
    for _ in range(4):
        await ask(reader, "POST", "/v1/comments", a_submission(many(), site="tight"))
    receipt = await ask(reader, "POST", "/v1/comments", a_submission(WATCHED))
    await ask(reader, "POST", "/v1/comments", a_submission(WATCHED))
    await ask(reader, "GET", f"/v1/comments/{receipt['id']}?token=forged")
    await ask(reader, "POST", status_path(receipt).replace("?", "/appeal?"), {"text": "No."})
    await ask(reader, "POST", status_path(receipt).replace("?", "/appeal?"), {})
    await ask(reader, "POST", "/v1/session", {"username": "alice", "password": "wrong"})
    await ask(program, "GET", "/v1/decisions?after=x")
    await ask(program, "POST", "/v1/score", {"texts": []})
    path = f"/v1/review/cases/{receipt['id']}"
    for caller in (reader, alice):
        await ask(caller, "GET", "/v1/review/cases?limit=x")
        await ask(caller, "GET", "/v1/review/cases/nobody")
        await ask(caller, "GET", "/v1/review/stats?site=nowhere")
        await ask(caller, "GET", "/v1/review/events?site=nowhere")
        await ask(caller, "POST", "/v1/review/claims", {"limit": 0})
        for action, body in (("verdict", {"token": "x", "verdict": "approve"}), ("renew", {"token": "x"})):
            await ask(caller, "POST", f"{path}/{action}", body)
            await ask(caller, "POST", f"{path}/{action}", {})
        await ask(caller, "POST", f"{path}/undo")
        await ask(caller, "POST", f"{path}/release", {})
        await ask(caller, "DELETE", f"{path}/ban")
    (case,) = (await ask(alice, "POST", "/v1/review/claims", {}))["cases"]
    verdict = {"token": case["token"], "verdict": "approve"}
    for _ in range(2):
        await ask(alice, "POST", f"{path}/verdict", verdict)
    await ask(bob, "POST", f"{path}/undo")
    for caller in (reader, bob):
        await ask(caller, "POST", "/v1/review/verdicts", {"ids": [receipt["id"]], "verdict": "reject"})
        await ask(caller, "POST", "/v1/review/verdicts", {"ids": [], "verdict": "burn"})
        await ask(caller, "POST", "/v1/review/groups/nobody/undo", {})
    assert ask.complaints == []
    assert app.clock.ahead_ms == 0


async def test_answers_to_the_plain_form_are_as_described(reader: Caller) -> None:
    typed = {"name": "Al", "text": FRIENDLY, "article_id": "a1"}
    sent: list[dict[str, Any]] = [
        {"data": typed},
        {"data": typed},
        {"data": {"name": "", "text": ""}},
        {"data": typed | {"site": "nowhere"}},
        {"json": typed},
    ]
    answers = [await reader.request("POST", FORM, **each) for each in sent]
    assert [answer.status for answer in answers] == [303, 409, 422, 404, 415]
    assert [found for answer in answers for found in complaints(answer, "POST", FORM)] == []


async def test_the_document_is_served_as_it_is(reader: Caller) -> None:
    answer = await reader.get("/openapi.json")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json == openapi()


async def test_the_page_shows_every_call_and_every_shape(reader: Caller) -> None:
    page = await reader.get("/docs")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for method, path in described():
        assert f"<strong>{method}</strong> {path}<" in page.text
    for methods in openapi()["paths"].values():
        for call in methods.values():
            assert page.text.count(f'id="{call["operationId"]}"') == 1
    for name in openapi()["components"]["schemas"]:
        assert page.text.count(f'id="{name}"') == 1


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(reader: Caller) -> None:
    page = await reader.get("/docs")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for address in ("http://", "https://", "//"):
        assert f'src="{address}' not in page.text
        assert f'href="{address}' not in page.text
    assert " style=" not in page.text
    assert "<style" not in page.text
    assert "<script>" not in page.text
    assert " onclick" not in page.text


def test_the_schemas_are_json_schemas() -> None:
    for schema in openapi()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
