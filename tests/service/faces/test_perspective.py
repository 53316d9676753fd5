"""The Perspective API: real clients first, then what the contract says of single fields."""

import gzip
import json
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import httpx
import pytest
from googleapiclient import discovery
from googleapiclient.errors import HttpError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.faces.conftest import Newsroom
from tests.support.node import NodeClients

RUDE = "You are a stupid idiot."
FAIR = "Thank you, this was a clear and fair article."
ANALYZER = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def google(newsroom: Newsroom) -> Iterator[Any]:
    with closing(google_client(newsroom, newsroom.key)) as client:
        yield client


def google_client(newsroom: Newsroom, key: str) -> Any:
    return discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=key,
        discoveryServiceUrl=f"{newsroom.url}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )


def analysis(text: str = RUDE, *attributes: str, **more: Any) -> dict[str, Any]:
    requested: dict[str, Any] = {name: {} for name in attributes or ("TOXICITY",)}
    return {"comment": {"text": text}, "requestedAttributes": requested} | more


def analyze(http: httpx.Client, newsroom: Newsroom, body: Any) -> httpx.Response:
    return http.post("/v1alpha1/comments:analyze", params={"key": newsroom.key}, json=body)


def summary(answer: httpx.Response, attribute: str = "TOXICITY") -> float:
    assert answer.status_code == 200, answer.text
    value: float = answer.json()["attributeScores"][attribute]["summaryScore"]["value"]
    return value


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["error"]
    assert error["code"] == answer.status_code
    assert error["status"] == "INVALID_ARGUMENT"
    [detail] = error["details"]
    assert detail["@type"] == ANALYZER
    return answer.status_code, detail["errorType"], error["message"]


def test_googles_python_client_scores_a_comment(google: Any) -> None:
    rude, fair = (google.comments().analyze(body=analysis(text)).execute() for text in (RUDE, FAIR))
    score = rude["attributeScores"]["TOXICITY"]["summaryScore"]
    assert score["type"] == "PROBABILITY"
    assert score["value"] > 0.8
    assert fair["attributeScores"]["TOXICITY"]["summaryScore"]["value"] < 0.3
    assert rude["languages"] == rude["detectedLanguages"] == ["en"]


def test_googles_python_client_sees_an_error_with_its_detail(google: Any) -> None:
    with pytest.raises(HttpError) as refused:
        google.comments().analyze(body=analysis("")).execute()
    assert refused.value.status_code == 400
    assert refused.value.reason == "Comment must be non-empty."
    assert refused.value.error_details == [{"@type": ANALYZER, "errorType": "COMMENT_EMPTY"}]


def test_googles_python_client_sees_that_its_quota_is_used_up(newsroom: Newsroom) -> None:
    with closing(google_client(newsroom, newsroom.keys["limited"])) as client:
        call = client.comments().analyze(body=analysis())
        with suppress(HttpError):
            call.execute()
        with pytest.raises(HttpError) as refused:
            call.execute()
    assert refused.value.status_code == 429
    assert refused.value.error_details[0]["reason"] == "RATE_LIMIT_EXCEEDED"
    error = json.loads(refused.value.content)["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert int(refused.value.resp["retry-after"]) > 0


def test_googles_python_client_suggests_a_score_that_becomes_a_training_label(
    google: Any, newsroom: Newsroom
) -> None:
    suggestion = {
        "comment": {"text": "A word of Alice, rejected by Bob."},
        "attributeScores": {
            "TOXICITY": {"summaryScore": {"value": 1}},
            "ATTACK_ON_AUTHOR": {"summaryScore": {}},
        },
        "clientToken": "comment:17",
        "communityId": "Coral:https://news.example",
        "context": {"entries": [{"text": '{"action": "reject"}'}]},
    }
    assert google.comments().suggestscore(body=suggestion).execute() == {"clientToken": "comment:17"}
    [label] = [each for each in newsroom.labels() if each["reference"] == "comment:17"]
    assert label["text"] == "A word of Alice, rejected by Bob."
    assert label["labels"] == {"toxicity": 1.0, "attack_on_author": 0.0}
    assert (label["source"], label["community"]) == ("perspective", "Coral:https://news.example")


def test_googles_node_client_gets_scores_errors_and_receipts(
    newsroom: Newsroom, node_clients: NodeClients
) -> None:
    seen = node_clients.run("googleapis.mjs", newsroom.url, newsroom.key)
    assert seen["rude"]["data"]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert seen["empty"]["error"]["details"][0]["errorType"] == "COMMENT_EMPTY"
    assert seen["stranger"]["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    assert seen["suggested"]["data"] == {"clientToken": "comment:node"}


def test_the_node_client_perspective_api_client_works(newsroom: Newsroom, node_clients: NodeClients) -> None:
    seen = node_clients.run("perspective-api-client.mjs", newsroom.url, newsroom.key)
    assert seen["rude"]["attributeScores"]["INSULT"]["summaryScore"]["value"] > 0.8
    assert seen["refused"] == {
        "name": "ResponseError",
        "message": "Unknown requested attribute: FLIRTATION",
        "status": 400,
    }


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


def test_corals_request_gets_the_score_that_coral_reads(http: httpx.Client, newsroom: Newsroom) -> None:
    body = analysis(doNotStore=True, languages=["en"])
    assert summary(analyze(http, newsroom, body)) > 0.8


def test_the_discovery_document_names_the_service_as_it_was_reached(http: httpx.Client) -> None:
    address = {"version": "v1alpha1", "key": "whatever"}
    document = http.get("/$discovery/rest", params=address, headers={"Host": "scores.news.example"}).json()
    assert document["rootUrl"] == document["baseUrl"] == "http://scores.news.example/"


def test_likely_to_reject_is_the_policys_score(http: httpx.Client, newsroom: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {newsroom.key}"}
    own = http.post("/v1/score", json={"texts": [RUDE]}, headers=headers).json()["results"][0]
    answer = analyze(http, newsroom, analysis(RUDE, "LIKELY_TO_REJECT", "PROFANITY"))
    assert summary(answer, "LIKELY_TO_REJECT") == own["likely_to_reject"]
    assert summary(answer, "PROFANITY") == own["scores"]["obscene"]
    assert answer.headers["X-Fairword-Decision"] == own["decision"] == "reject"


@pytest.mark.parametrize("before", ["", "😀 ", "😀🏳️‍🌈 Good morning. ", "e\u0301 \U0001d4a2. "])
def test_an_emoji_before_an_insult_does_not_shift_its_span(
    http: httpx.Client, newsroom: Newsroom, before: str
) -> None:
    text = f"{before}Hello there. {RUDE} Bye"
    answer = analyze(http, newsroom, analysis(text, spanAnnotations=True)).json()
    spans = answer["attributeScores"]["TOXICITY"]["spanScores"]
    worst = max(spans, key=lambda span: span["score"]["value"])
    units = text.encode("utf-16-le")
    assert units[2 * worst["begin"] : 2 * worst["end"]].decode("utf-16-le") == RUDE
    assert spans[-1]["end"] == len(units) // 2


def test_without_span_annotations_the_whole_text_is_the_span(http: httpx.Client, newsroom: Newsroom) -> None:
    scores = analyze(http, newsroom, analysis("😀 idiot")).json()["attributeScores"]["TOXICITY"]
    assert scores["spanScores"] == [{"begin": 0, "end": 8, "score": scores["summaryScore"]}]


def test_a_text_of_a_thousand_sentences_has_a_hundred_spans_at_most(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    text = "Good. " * 1_000
    scores = analyze(http, newsroom, analysis(text, spanAnnotations=True)).json()["attributeScores"]
    spans = scores["TOXICITY"]["spanScores"]
    assert len(spans) == 100
    assert (spans[0]["begin"], spans[-1]["end"]) == (0, len(text) - 1)


def test_a_score_below_the_threshold_is_left_out(http: httpx.Client, newsroom: Newsroom) -> None:
    body = analysis(FAIR)
    body["requestedAttributes"] = {"TOXICITY": {"scoreThreshold": 0.7}, "INSULT": {}}
    assert list(analyze(http, newsroom, body).json()["attributeScores"]) == ["INSULT"]


def test_an_attribute_may_carry_a_version(http: httpx.Client, newsroom: Newsroom) -> None:
    answer = analyze(http, newsroom, analysis(RUDE, "TOXICITY@6", "INSULT_EXPERIMENTAL"))
    assert set(answer.json()["attributeScores"]) == {"TOXICITY@6", "INSULT_EXPERIMENTAL"}


def test_the_client_token_comes_back(http: httpx.Client, newsroom: Newsroom) -> None:
    assert analyze(http, newsroom, analysis(clientToken="t1")).json()["clientToken"] == "t1"
    assert "clientToken" not in analyze(http, newsroom, analysis()).json()


@pytest.mark.parametrize("name", ["SEXUALLY_EXPLICIT", "UNSUBSTANTIAL", "NO_SUCH"])
def test_an_attribute_without_a_label_is_an_error_unless_it_may_be_dropped(
    http: httpx.Client, newsroom: Newsroom, name: str
) -> None:
    refused = analyze(http, newsroom, analysis(RUDE, "TOXICITY", name))
    assert error_of(refused) == (400, "INVALID_REQUEST", f"Unknown requested attribute: {name}")
    dropped = analyze(http, newsroom, analysis(RUDE, "TOXICITY", name, dropUnsupportedAttributes=True))
    assert list(dropped.json()["attributeScores"]) == ["TOXICITY"]


def test_a_language_that_the_model_does_not_know_is_an_error(http: httpx.Client, newsroom: Newsroom) -> None:
    told = analyze(http, newsroom, analysis(languages=["fr", "de-AT"]))
    message = "Attribute TOXICITY does not support request languages: fr, de-AT"
    assert error_of(told) == (400, "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", message)
    french = "Ceci est un commentaire tout à fait ordinaire, écrit dans la langue de Molière."
    found = analyze(http, newsroom, analysis(french))
    assert error_of(found)[2] == "Attribute TOXICITY does not support request languages: fr"
    detail = found.json()["error"]["details"][0]["languageNotSupportedByAttributeError"]
    assert detail == {"detectedLanguages": ["fr"], "attribute": "TOXICITY"}
    as_english = analyze(http, newsroom, analysis(french, languages=["en"])).json()
    assert (as_english["languages"], as_english["detectedLanguages"]) == (["en"], ["fr"])


@pytest.mark.parametrize("text", ["12345 !!!", "😀😀😀", "…?"])
def test_a_text_without_letters_is_in_no_language_unless_the_client_names_one(
    http: httpx.Client, newsroom: Newsroom, text: str
) -> None:
    failed = (400, "LANGUAGE_DETECTION_FAILED", "Language detection failed.")
    assert error_of(analyze(http, newsroom, analysis(text))) == failed
    answer = analyze(http, newsroom, analysis(text, languages=["en"])).json()
    assert (answer["languages"], answer["detectedLanguages"]) == (["en"], [])


def test_a_foreign_comment_has_no_scores_where_what_is_unsupported_may_be_dropped(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    answer = analyze(http, newsroom, analysis(languages=["fr"], dropUnsupportedAttributes=True)).json()
    assert answer == {"attributeScores": {}, "languages": ["fr"], "detectedLanguages": ["en"]}


@pytest.mark.parametrize(
    "context",
    [
        {"entries": [{"text": "The ferry stops.", "type": "PLAIN_TEXT"}]},
        {"articleAndParentComment": {"article": {"text": "Ferry."}, "parentComment": {"text": "Why?"}}},
        {"whatever": ["it", "is"]},
    ],
)
def test_a_context_and_fields_that_nobody_knows_change_nothing(
    http: httpx.Client, newsroom: Newsroom, context: dict[str, Any]
) -> None:
    plain = analyze(http, newsroom, analysis()).json()
    more = analysis(context=context, sessionId="s1", communityId="c1", somethingNew={"a": [1]})
    more["comment"]["type"] = "PLAIN_TEXT"
    params = {"key": newsroom.key, "alt": "json", "prettyPrint": "false"}
    answer = http.post("/v1alpha1/comments:analyze", params=params, json=more)
    assert answer.json() == plain


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, ("COMMENT_EMPTY", "Comment must be non-empty.")),
        (analysis(" \n"), ("COMMENT_EMPTY", "Comment must be non-empty.")),
        (analysis("é" * 10_241), ("COMMENT_TOO_LONG", "Comment text too long.")),
        ({"comment": {"text": "x"}}, ("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")),
        (
            {"comment": {"text": "x"}, "requestedAttributes": {}},
            ("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        ),
    ],
)
def test_what_is_missing_or_too_long_is_named(
    http: httpx.Client, newsroom: Newsroom, body: Any, error: tuple[str, str]
) -> None:
    assert error_of(analyze(http, newsroom, body)) == (400, *error)


def test_the_longest_comment_is_scored(http: httpx.Client, newsroom: Newsroom) -> None:
    assert summary(analyze(http, newsroom, analysis("é" * 10_240))) < 1


def test_no_key_and_an_unknown_key_are_told_apart(http: httpx.Client) -> None:
    without = http.post("/v1alpha1/comments:analyze", json=analysis())
    assert (without.status_code, without.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    unknown = http.post("/v1alpha1/comments:analyze", params={"key": "a" * 48}, json=analysis())
    assert (unknown.status_code, unknown.json()["error"]["details"][0]["reason"]) == (400, "API_KEY_INVALID")


def test_nothing_of_a_comment_that_is_not_to_be_stored_stays(http: httpx.Client, newsroom: Newsroom) -> None:
    secret = "zanzibarkettlewords"
    body = analysis(f"{secret}, you idiot", doNotStore=True, clientToken=secret, spanAnnotations=True)
    assert analyze(http, newsroom, body).status_code == 200
    suggestion = {"comment": body["comment"], "attributeScores": {"TOXICITY": {}}, "doNotStore": True}
    told = http.post("/v1alpha1/comments:suggestscore", params={"key": newsroom.key}, json=suggestion)
    assert told.status_code == 200
    refused = analyze(http, newsroom, {"comment": {"text": secret}, "requestedAttributes": {secret: {}}})
    assert refused.status_code == 400
    assert secret.encode() not in newsroom.stored_bytes()


def test_a_score_suggested_without_scores_is_refused(http: httpx.Client, newsroom: Newsroom) -> None:
    for scores in (
        {},
        {"TOXICITY": {"summaryScore": {"value": 2}}},
        {"TOXICITY": {"summaryScore": {"value": "x"}}},
        {"TOXICITY": {"summaryScore": {"value": ".४"}}},
        {"TOXICITY": {"summaryScore": {"value": True}}},
    ):
        body = {"comment": {"text": "x"}, "attributeScores": scores}
        answer = http.post("/v1alpha1/comments:suggestscore", params={"key": newsroom.key}, json=body)
        assert error_of(answer)[0] == 400


@pytest.mark.parametrize(
    ("scores", "labels"),
    [
        ({"INSULT": {"summaryScore": {"value": None, "type": None}}}, [{"insult": 0.0}]),
        ({"INSULT": {"spanScores": [{"begin": 0, "end": 3, "score": {"value": 1}}]}}, []),
        ({"INSULT": {"summaryScore": None}}, []),
        ({"INSULT": {"spanScores": []}, "THREAT": {"summaryScore": {"value": 1}}}, [{"threat": 1.0}]),
    ],
)
def test_what_is_null_is_left_out_and_scores_of_parts_say_nothing_of_the_whole(
    http: httpx.Client, newsroom: Newsroom, scores: dict[str, Any], labels: list[dict[str, float]]
) -> None:
    reference = json.dumps(scores)
    comment = {"text": "A word of Alice.", "type": None}
    body = {"comment": comment, "attributeScores": scores, "clientToken": reference}
    answer = http.post("/v1alpha1/comments:suggestscore", params={"key": newsroom.key}, json=body)
    assert (answer.status_code, answer.json()) == (200, {"clientToken": reference})
    kept = [each["labels"] for each in newsroom.labels() if each["reference"] == reference]
    assert kept == labels


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
