"""What a body of the Perspective API may be: packed, too long, no JSON, and anything at all."""

import gzip
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.faces.conftest import Newsroom
from tests.service.faces.perspective_calls import RUDE, analysis, analyze, summary

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


def analyze_packed(http: httpx.Client, newsroom: Newsroom, packed: bytes, encoding: str) -> httpx.Response:
    headers = {"Content-Type": "application/json; charset=UTF-8", "Content-Encoding": encoding}
    key = {"key": newsroom.key}
    return http.post("/v1alpha1/comments:analyze", params=key, content=packed, headers=headers)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_a_body_packed_as_googles_java_and_dotnet_clients_pack_it_is_read(
    http: httpx.Client, newsroom: Newsroom, encoding: str
) -> None:
    packed = gzip.compress(json.dumps(analysis(RUDE)).encode())
    assert summary(analyze_packed(http, newsroom, packed, encoding)) > 0.8


def test_a_packed_body_is_unpacked_no_further_than_a_body_may_be_long(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    answer = analyze_packed(http, newsroom, gzip.compress(b" " * 100_000_000), "gzip")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "The body may have 1,048,576 bytes, got more when unpacked."


@pytest.mark.parametrize(
    ("packed", "encoding", "message"),
    [
        (b"{}", "gzip", "The body is not packed with gzip, as it says."),
        (
            gzip.compress(b'{"a": 1}', mtime=0)[:-9],
            "gzip",
            "The body is packed with gzip, and its end is missing.",
        ),
        (b"", "gzip", "The body is packed with gzip, and its end is missing."),
        (b"{}", "br", "Send the body as it is, without Content-Encoding: got br."),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_refused_saying_why(
    http: httpx.Client, newsroom: Newsroom, packed: bytes, encoding: str, message: str
) -> None:
    answer = analyze_packed(http, newsroom, packed, encoding)
    assert answer.status_code == 400
    assert answer.json()["error"] == {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["analyze", "suggestscore"]),
    body=st.fixed_dictionaries(
        {},
        optional={
            "comment": JSON | st.fixed_dictionaries({"text": st.text(max_size=50) | JSON, "type": JSON}),
            "requestedAttributes": JSON | st.dictionaries(st.sampled_from(["TOXICITY", "SPAM"]), JSON),
            "attributeScores": JSON | st.dictionaries(st.just("TOXICITY"), JSON),
            "languages": JSON | st.lists(st.sampled_from(["en", "xx"]) | JSON, max_size=3),
            "spanAnnotations": JSON,
            "clientToken": JSON,
            "dropUnsupportedAttributes": JSON,
        },
    )
    | JSON,
)
def test_whatever_is_sent_gets_an_answer_of_the_contract(
    http: httpx.Client, newsroom: Newsroom, path: str, body: Any
) -> None:
    content = json.dumps(body).encode()
    answer = http.post(f"/v1alpha1/comments:{path}", params={"key": newsroom.key}, content=content)
    assert answer.status_code in {200, 400}
    assert answer.status_code == 200 or answer.json()["error"]["code"] == 400


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"comment":{"text":"\\ud800"}}', b"null"]
)
def test_a_body_that_is_no_json_object_is_an_error_of_the_contract(
    http: httpx.Client, newsroom: Newsroom, body: bytes
) -> None:
    answer = http.post("/v1alpha1/comments:analyze", params={"key": newsroom.key}, content=body)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_a_body_beyond_the_limit_is_refused(http: httpx.Client, newsroom: Newsroom) -> None:
    body = analysis(context={"entries": [{"text": "x" * 1024 * 1024}]})
    assert analyze(http, newsroom, body).json()["error"]["status"] == "INVALID_ARGUMENT"
