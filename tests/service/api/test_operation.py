"""Health, readiness and metrics, and the service without a usable model."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from prometheus_client.parser import text_string_to_metric_families

from classifier import SHIPPED_MODEL
from classifier.model import Model
from service.settings import Settings
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, post, posted
from tests.service.api.problems import is_problem
from tests.support.application import Application, Caller, running_application

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def samples(reader: Caller) -> Samples:
    """Return the values of all metrics by name and labels."""
    answer = await reader.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def rise(before: Samples, after: Samples, name: str, **labels: str) -> float:
    """Return by how much a metric rose."""
    key = (name, frozenset(labels.items()))
    return after.get(key, 0) - before.get(key, 0)


@asynccontextmanager
async def with_model(app: Application, folder: Path, model: Path) -> AsyncIterator[Application]:
    """An application with another model, on the same Redis."""
    settings = Settings(
        redis_url=app.services.settings.redis_url,
        data_dir=folder,
        config=app.services.settings.config,
        secret_key="s" * 32,
        model_dir=model,
    )
    async with running_application(settings) as other:
        yield other


def broken_model(folder: Path, how: str) -> Path:
    """A folder in which the model is missing, damaged or another kind of thing."""
    model = folder / "model"
    if how == "missing":
        return model
    shutil.copytree(SHIPPED_MODEL, model)
    arrays, manifest = model / "model.joblib", model / "manifest.json"
    if how == "damaged":
        content = bytearray(arrays.read_bytes())
        content[len(content) // 2] ^= 255
        arrays.write_bytes(content)
    elif how == "cut off":
        arrays.write_bytes(arrays.read_bytes()[:1_000])
    elif how == "without its manifest":
        manifest.unlink()
    else:
        manifest.write_text("[]")
    return model


async def test_health_says_that_the_process_answers(reader: Caller) -> None:
    answer = await reader.get("/healthz")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


async def test_readiness_names_each_thing_that_is_needed(app: Application, reader: Caller) -> None:
    answer = await reader.get("/readyz")
    assert answer.status == 200
    assert answer.json == {
        "status": "ready",
        "checks": {"redis": "ok", "model": app.services.scorer.version},
    }


async def test_metrics_count_what_happens(reader: Caller, alice: Caller) -> None:
    before = await samples(reader)
    for text in (FRIENDLY, WATCHED, BLOCKED):
        await posted(reader, text)
    assert (await post(reader, FRIENDLY)).status == 409
    case = (await alice.post("/v1/review/claims", {})).json["cases"][0]
    body = {"token": case["token"], "verdict": "reject"}
    for status in (200, 409):
        answer = await alice.post(f"/v1/review/cases/{case['id']}/verdict", body)
        assert answer.status == status
    after = await samples(reader)
    for outcome in ("approve", "review", "reject"):
        assert rise(before, after, "fairword_decisions_total", site="default", outcome=outcome) == 1
    assert rise(before, after, "fairword_refusals_total", site="default", code="duplicate") == 1
    assert rise(before, after, "fairword_verdicts_total", site="default", verdict="reject") == 1
    posts = {"route": "/v1/comments", "method": "POST"}
    assert rise(before, after, "fairword_requests_total", status="201", **posts) == 3
    assert rise(before, after, "fairword_requests_total", status="409", **posts) == 1
    assert rise(before, after, "fairword_request_seconds_count", route="/v1/comments") == 4


async def test_what_is_asked_for_makes_no_new_metrics(reader: Caller) -> None:
    async def look_around(number: int) -> None:
        await reader.get(f"/nothing/{number}")
        await reader.get(f"/v1/comments/c{number}?token=x")
        await reader.get(f"/v1/articles/a{number}/comments?site=s{number}")

    await look_around(0)
    before = await samples(reader)
    for number in range(1, 5):
        await look_around(number)
    after = await samples(reader)
    assert set(before) == set(after)
    assert rise(before, after, "fairword_request_seconds_count", route="unknown") == 4


async def test_a_redirect_is_counted_and_has_an_id_like_any_answer(reader: Caller) -> None:
    before = await samples(reader)
    answer = await reader.sending(Accept="text/html").get("/v1/comments/c1?token=x")
    assert answer.headers["X-Request-Id"]
    labels = {"route": "/v1/comments/{id}", "method": "GET", "status": "303"}
    assert rise(before, await samples(reader), "fairword_requests_total", **labels) == 1


@pytest.mark.parametrize("how", ["missing", "damaged", "cut off", "without its manifest", "of another kind"])
async def test_without_a_usable_model_everything_goes_to_review_and_says_so(
    app: Application, tmp_path: Path, how: str
) -> None:
    async with with_model(app, tmp_path, broken_model(tmp_path, how)) as broken:
        receipt = await posted(broken.anyone, FRIENDLY)
        assert receipt["status"] == "pending"
        assert [reason["code"] for reason in receipt["reasons"]] == ["not_scored"]
        assert receipt["reasons"][0]["message"] == "It could not be judged automatically."
        ready = await broken.anyone.get("/readyz")
        assert ready.status == 200
        assert ready.json["checks"]["model"] == "missing: every comment goes to review"


async def test_without_a_model_the_rules_still_hold_and_moderators_still_work(
    app: Application, tmp_path: Path, alice: Caller
) -> None:
    async with with_model(app, tmp_path, tmp_path / "none") as broken:
        program = await broken.program()
        assert (await posted(program, BLOCKED))["status"] == "rejected"
        receipt = await posted(program, WATCHED)
        assert [reason["code"] for reason in receipt["reasons"]] == ["watched_word", "not_scored"]
        assert (receipt["scores"], receipt["likely_to_reject"], receipt["model"]) == ({}, None, "none")
        refused = await program.post("/v1/score", {"texts": ["x"]})
        assert is_problem(refused, 503, "not_scored")
        assert int(refused.headers["Retry-After"]) > 0
        signed_in = broken.anyone.sending(**alice.headers)
        (case,) = (await signed_in.post("/v1/review/claims", {})).json["cases"]
        assert (case["scores"], case["spans"]) == ({}, [])
        assert (await signed_in.get(f"/v1/review/cases/{case['id']}")).json["spans"] == []
        body = {"token": case["token"], "verdict": "approve"}
        assert (await signed_in.post(f"/v1/review/cases/{case['id']}/verdict", body)).status == 200


def fail(*_: object) -> NoReturn:
    raise FloatingPointError("an odd text")


async def test_a_score_that_cannot_be_explained_is_refused(
    program: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Model, "explain", fail)
    assert (await program.post("/v1/score", {"texts": ["x"]})).status == 200
    refused = await program.post("/v1/score", {"texts": ["x", "y"], "explain": True})
    assert is_problem(refused, 503, "not_scored")


async def test_a_text_that_the_model_fails_on_is_still_a_moderator_s_to_decide(
    alice: Caller, program: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for asked in ("assess", "explain"):
        monkeypatch.setattr(Model, asked, fail)
    comment_id = (await posted(program, FRIENDLY))["id"]
    (case,) = (await alice.post("/v1/review/claims", {})).json["cases"]
    assert (case["id"], case["scores"], case["spans"]) == (comment_id, {}, [])
    assert (await alice.get(f"/v1/review/cases/{comment_id}")).json["spans"] == []
    for explain in (False, True):
        refused = await program.post("/v1/score", {"texts": ["x"], "explain": explain})
        assert is_problem(refused, 503, "not_scored")
