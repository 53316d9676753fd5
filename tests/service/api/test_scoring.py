"""`POST /v1/score`: what model and policy say of texts."""

import asyncio
import io
import json
import math
from typing import Any

import pytest

from classifier import SHIPPED_MODEL
from classifier.artifact import load_model
from classifier.labels import LABELS
from classifier.model import Span
from tests.service.api.posting import BLOCKED, FRIENDLY, WATCHED, posted
from tests.service.api.problems import errors_of, is_problem
from tests.support.application import Application, Caller

TEXTS = [
    FRIENDLY,
    "You are a stupid idiot and nobody likes you.",
    "",
    "🧑‍🚀 l o v e l y e\u0301 \u202e",
    "Das ist ein wunderbarer Artikel über unser Dorf, ich habe ihn sehr gern gelesen.",
    "a\0b\ud800",
]


async def score(program: Caller, texts: list[str], **more: Any) -> dict[str, Any]:
    """Score texts and return the answer."""
    answer = await program.post("/v1/score", {"texts": texts} | more)
    assert answer.status == 200, answer.text
    document: dict[str, Any] = answer.json
    return document


async def test_every_text_gets_its_scores_in_order(program: Caller) -> None:
    model = load_model(SHIPPED_MODEL)
    document = await score(program, TEXTS)
    assert document["model"] == model.version
    assert len(document["results"]) == len(TEXTS)
    for text, result in zip(TEXTS, document["results"], strict=True):
        (expected,) = model.assess([text])
        assert set(result) == {"scores", "likely_to_reject", "language", "decision", "reasons"}
        assert tuple(result["scores"]) == LABELS
        assert result["scores"] == pytest.approx(expected.probabilities, abs=1e-6)
        assert result["likely_to_reject"] == pytest.approx(expected.likely_to_reject, abs=1e-6)
        assert result["language"] == expected.language
        assert result["reasons"]
    worst = max(document["results"], key=lambda result: float(result["likely_to_reject"]))
    assert worst is document["results"][1]


@pytest.mark.parametrize(
    ("text", "decision"),
    [(FRIENDLY, "approve"), (WATCHED, "review"), (BLOCKED, "reject"), (TEXTS[4], "review")],
)
async def test_a_text_gets_the_decision_that_a_comment_would_get(
    program: Caller, text: str, decision: str
) -> None:
    (result,) = (await score(program, [text]))["results"]
    assert result["decision"] == decision
    receipt = await posted(program, text)
    assert result["reasons"] == receipt["reasons"]
    assert result["scores"] == receipt["scores"]


async def test_spans_sum_to_the_score_and_count_code_points(program: Caller) -> None:
    model = load_model(SHIPPED_MODEL)
    document = await score(program, TEXTS, explain=True)
    for text, result in zip(TEXTS, document["results"], strict=True):
        assert all(0 <= span["start"] <= span["end"] <= len(text) for span in result["spans"])
        for label, raw in model.scores(text).items():
            added = math.fsum(span["contribution"] for span in result["spans"] if span["label"] == label)
            assert added + model.intercepts[label] == pytest.approx(raw, abs=1e-4)


async def test_a_span_after_an_emoji_points_at_its_word(program: Caller) -> None:
    text = "🧑‍🚀🙂 é what an idiot 🙂"
    (result,) = (await score(program, [text], explain=True))["results"]
    insult = max(
        (span for span in result["spans"] if span["label"] == "insult"),
        key=lambda span: float(span["contribution"]),
    )
    assert text[insult["start"] : insult["end"]] == "idiot"


async def test_five_hundred_and_twelve_texts_are_scored_at_once(program: Caller) -> None:
    document = await score(program, [f"Comment number {number}." for number in range(512)])
    assert len(document["results"]) == 512
    (alone,) = (await score(program, ["Comment number 300."]))["results"]
    assert document["results"][300] == alone


async def test_nothing_is_kept(app: Application, program: Caller) -> None:
    await score(program, TEXTS, explain=True)
    assert await app.services.commands.run("KEYS", "fw:{default}*") == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "texts"),
        ({"texts": []}, "texts"),
        ({"texts": "one"}, "texts"),
        ({"texts": None}, "texts"),
        ({"texts": {"0": "one"}}, "texts"),
        ({"texts": ["x"] * 513}, "texts"),
        ({"texts": ["x", 7]}, "texts[1]"),
        ({"texts": [None]}, "texts[0]"),
        ({"texts": ["x" * 10_001]}, "texts[0]"),
        ({"texts": ["x"], "explain": "yes"}, "explain"),
        ({"texts": ["x"], "explain": 1}, "explain"),
        ({"texts": ["x"], "model": "m"}, "model"),
    ],
)
async def test_a_wrong_wish_is_told_what_is_wrong(program: Caller, body: dict[str, Any], field: str) -> None:
    assert set(errors_of(await program.post("/v1/score", body))) == {field}


@pytest.mark.parametrize(
    ("texts", "got"),
    [("one", "a string"), (None, "null"), ({"0": "one"}, "an object"), (7, "a number"), ([], "0 texts")],
)
async def test_what_is_no_list_of_texts_is_told_in_words_of_json(
    program: Caller, texts: Any, got: str
) -> None:
    refused = await program.post("/v1/score", {"texts": texts})
    assert refused.json["errors"][0]["message"] == f"Must be a list of 1 to 512 strings, got {got}."


async def test_null_is_as_if_it_were_not_there(program: Caller) -> None:
    answer = await program.post("/v1/score", {"texts": ["x"], "explain": None})
    assert "spans" not in answer.json["results"][0]


async def test_the_longest_body_is_taken_and_a_longer_one_refused(program: Caller) -> None:
    longest = json.dumps({"texts": ["é" * 10_000] * 110}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    assert (
        await program.request("POST", "/v1/score", data=io.BytesIO(longest), headers=headers)
    ).status == 200
    too_long = io.BytesIO(b" " * (8 * 1024 * 1024 + 1))
    refused = await program.request("POST", "/v1/score", data=too_long, headers=headers)
    assert is_problem(refused, 413, "body_too_long")


async def test_explanations_are_sent_text_by_text_so_that_others_are_not_held_up(
    app: Application, program: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = asyncio.Event()
    explain = app.services.scorer.explain

    async def patient(text: str) -> list[Span]:
        if text == TEXTS[1]:
            await going_on.wait()
        return await explain(text)

    monkeypatch.setattr(app.services.scorer, "explain", patient)
    body = {"texts": TEXTS[:2], "explain": True}
    async with program.http.post(f"{app.url}/v1/score", json=body, headers=program.headers) as answer:
        first = await answer.content.readuntil(b"]}")
        assert b'"spans"' in first
        going_on.set()
        document = json.loads(first + await answer.read())
    assert [len(result["spans"]) > 0 for result in document["results"]] == [True, True]
    assert answer.headers["X-Request-Id"]
    assert answer.content_type == "application/json"
