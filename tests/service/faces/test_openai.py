"""OpenAI's moderation: real clients first, then what the contract says of single fields."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.faces.conftest import Newsroom
from tests.support.node import NodeClients

RUDE = "You are a stupid idiot."
FAIR = "Thank you, this was a clear and fair article."
ANSWERED = {"harassment", "harassment/threatening", "hate"}
ANYTHING = (
    st.none() | st.integers() | st.text(max_size=30) | st.dictionaries(st.text(max_size=5), st.integers())
)


@pytest.fixture
def client(newsroom: Newsroom) -> Iterator[openai.OpenAI]:
    with connect(newsroom, newsroom.key) as client:
        yield client


def connect(newsroom: Newsroom, key: str, *, retries: int = 0) -> openai.OpenAI:
    return openai.OpenAI(api_key=key, base_url=f"{newsroom.url}/v1", max_retries=retries)


def test_the_python_client_judges_a_string(client: openai.OpenAI) -> None:
    answer = client.moderations.create(input=RUDE)
    assert answer.id.startswith("modr-")
    [result] = answer.results
    assert result.flagged
    assert result.categories.harassment
    assert result.category_scores.harassment > 0.8
    assert result.category_applied_input_types.harassment == ["text"]


def test_what_no_label_means_is_said_not_to_be_applied(http: httpx.Client, newsroom: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {newsroom.key}"}
    result = http.post("/v1/moderations", json={"input": RUDE}, headers=headers).json()["results"][0]
    applied = result["category_applied_input_types"]
    assert len(applied) == 13
    assert {category for category, types in applied.items() if types} == ANSWERED
    silent = set(applied) - ANSWERED
    assert not any(
        result["categories"][category] or result["category_scores"][category] for category in silent
    )


async def test_the_asynchronous_python_client_judges_a_list_in_order(newsroom: Newsroom) -> None:
    async with openai.AsyncOpenAI(api_key=newsroom.key, base_url=f"{newsroom.url}/v1") as client:
        answer = await client.moderations.create(input=[FAIR, RUDE] * 40)
    assert [result.flagged for result in answer.results] == [False, True] * 40


def test_content_parts_are_one_text(client: openai.OpenAI) -> None:
    whole = client.moderations.create(input=RUDE).results[0].category_scores.harassment
    content: Any = [{"type": "text", "text": RUDE}]
    parts = client.moderations.create(input=content).results
    assert [part.category_scores.harassment for part in parts] == [whole]


def test_an_image_is_refused_in_words(client: openai.OpenAI) -> None:
    image: Any = [{"type": "image_url", "image_url": {"url": "https://news.example/a.png"}}]
    with pytest.raises(openai.BadRequestError, match="judges text only") as refused:
        client.moderations.create(input=image)
    assert (refused.value.code, refused.value.param) == ("unsupported_image", "input")
    assert refused.value.request_id


def test_a_wrong_key_is_an_authentication_error(newsroom: Newsroom) -> None:
    with connect(newsroom, "nobody") as client, pytest.raises(openai.AuthenticationError) as refused:
        client.moderations.create(input=FAIR)
    assert refused.value.code == "invalid_api_key"


def test_a_client_that_may_retry_waits_as_long_as_it_is_told(newsroom: Newsroom) -> None:
    key = newsroom.keys["brisk"]
    with connect(newsroom, key, retries=3) as patient, connect(newsroom, key) as impatient:
        patient.moderations.create(input=FAIR)
        with pytest.raises(openai.RateLimitError) as refused:
            impatient.moderations.create(input=FAIR)
        assert refused.value.response.headers["Retry-After"] == "1"
        started = time.monotonic()
        assert not patient.moderations.create(input=FAIR).results[0].flagged
    assert time.monotonic() - started > 0.5


def test_the_node_client_works(newsroom: Newsroom, node_clients: NodeClients) -> None:
    seen = node_clients.run("openai.mjs", newsroom.url, newsroom.key, newsroom.keys["brisk"])
    assert seen["one"]["results"][0]["categories"]["harassment"]
    assert [result["flagged"] for result in seen["many"]["results"]] == [False, True]
    assert [result["flagged"] for result in seen["parts"]["results"]] == [True]
    assert (seen["image"]["kind"], seen["image"]["param"]) == ("BadRequestError", "input")
    assert seen["image"]["hasRequestId"]
    assert (seen["stranger"]["kind"], seen["stranger"]["code"]) == ("AuthenticationError", "invalid_api_key")
    assert not seen["patient"]["results"][0]["flagged"]
    assert (seen["impatient"]["kind"], seen["impatient"]["code"]) == ("RateLimitError", "rate_limit_exceeded")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "missing_required_parameter"),
        ({"input": 7}, "invalid_type"),
        ({"input": []}, "array_length"),
        ({"input": ["x"] * 513}, "array_length"),
        ({"input": ["x", 7]}, "invalid_type"),
        ({"input": [{"type": "text"}]}, "invalid_type"),
        ({"input": "x" * 10_001}, "string_above_max_length"),
    ],
)
def test_wrong_input_is_named(http: httpx.Client, newsroom: Newsroom, body: Any, code: str) -> None:
    answer = http.post("/v1/moderations", json=body, headers={"Authorization": f"Bearer {newsroom.key}"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, code, "input")
    assert error["type"] == "invalid_request_error"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.fixed_dictionaries({"input": ANYTHING | st.lists(ANYTHING, max_size=3)}) | ANYTHING)
def test_whatever_is_sent_gets_an_answer_of_the_contract(
    http: httpx.Client, newsroom: Newsroom, body: Any
) -> None:
    answer = http.post("/v1/moderations", json=body, headers={"Authorization": f"Bearer {newsroom.key}"})
    assert answer.status_code in {200, 400}
    assert ("results" if answer.status_code == 200 else "error") in answer.json()
