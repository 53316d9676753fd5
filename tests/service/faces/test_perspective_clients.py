"""The Perspective API as its own clients call it."""

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from tests.service.faces.conftest import Newsroom
from tests.service.faces.perspective_calls import ANALYZER, FAIR, RUDE, analysis
from tests.support.node import NodeClients


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
