"""Calls of the Perspective API, as the tests make them."""

from typing import Any

import httpx

from tests.service.faces.conftest import Newsroom

RUDE = "You are a stupid idiot."
FAIR = "Thank you, this was a clear and fair article."
ANALYZER = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"


def analysis(text: str = RUDE, *attributes: str, **more: Any) -> dict[str, Any]:
    """A body that asks for these attributes of a text, or for its toxicity."""
    requested: dict[str, Any] = {name: {} for name in attributes or ("TOXICITY",)}
    return {"comment": {"text": text}, "requestedAttributes": requested} | more


def analyze(http: httpx.Client, newsroom: Newsroom, body: Any) -> httpx.Response:
    """What the site's key is answered."""
    return http.post("/v1alpha1/comments:analyze", params={"key": newsroom.key}, json=body)


def summary(answer: httpx.Response, attribute: str = "TOXICITY") -> float:
    """The score of the whole text."""
    assert answer.status_code == 200, answer.text
    value: float = answer.json()["attributeScores"][attribute]["summaryScore"]["value"]
    return value


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, kind and message of an answer that is an error of the contract."""
    error = answer.json()["error"]
    assert error["code"] == answer.status_code
    assert error["status"] == "INVALID_ARGUMENT"
    [detail] = error["details"]
    assert detail["@type"] == ANALYZER
    return answer.status_code, detail["errorType"], error["message"]
