"""The Perspective API: what the contract says of single fields."""

import json
from typing import Any

import httpx
import pytest

from tests.service.faces.conftest import Newsroom
from tests.service.faces.perspective_calls import FAIR, RUDE, analysis, analyze, error_of, summary


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
