"""One policy behind all faces."""

import hashlib
import hmac
import json

import httpx
import pytest

from tests.service.faces.conftest import CORAL_SECRET, Newsroom

TEXTS = [
    "Thank you, this was a clear and fair article.",
    "You are a stupid idiot.",
    "Ceci est un commentaire tout à fait ordinaire, écrit dans la langue de Molière.",
    "See http://a.example http://b.example http://c.example",
    "I sell kettlefish.",
    "The mayor said so on Monday.",
]
HEADER = "X-Fairword-Decision"


def decisions(http: httpx.Client, key: str, text: str) -> dict[str, str]:
    """What each way of asking for a text says."""
    bearer = {"Authorization": f"Bearer {key}"}
    own = http.post("/v1/score", json={"texts": [text]}, headers=bearer).json()["results"][0]["decision"]
    analysis = {"comment": {"text": text}, "languages": ["en"], "requestedAttributes": {"TOXICITY": {}}}
    form = {"api_key": key, "blog": "https://news.example", "user_ip": "192.0.2.7", "comment_content": text}
    coral = json.dumps({"action": "NEW", "comment": {"body": text}, "story": {"id": "s"}}).encode()
    signature = "sha256=" + hmac.new(CORAL_SECRET.encode(), coral, hashlib.sha256).hexdigest()
    answers = {
        "perspective": http.post("/v1alpha1/comments:analyze", params={"key": key}, json=analysis),
        "akismet": http.post("/1.1/comment-check", data=form),
        "openai": http.post("/v1/moderations", json={"input": text}, headers=bearer),
        "coral": http.post("/coral/coral", content=coral, headers={"X-Coral-Signature": signature}),
    }
    return {"own": own} | {face: answer.headers[HEADER] for face, answer in answers.items()}


@pytest.fixture(scope="module")
def key(newsroom: Newsroom) -> str:
    return newsroom.fresh_key("coral")


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_text_gets_the_same_decision_by_every_face(http: httpx.Client, key: str, text: str) -> None:
    found = decisions(http, key, text)
    assert len(set(found.values())) == 1, found


def test_every_decision_occurs(http: httpx.Client, key: str) -> None:
    assert {decisions(http, key, text)["own"] for text in TEXTS} == {"approve", "review", "reject"}


@pytest.mark.parametrize(
    ("path", "too_much"),
    [
        ("/v1alpha1/comments:analyze?key={key}", 1024 * 1024),
        ("/1.1/comment-check", 512 * 1024),
        ("/v1/moderations", 8 * 1024 * 1024),
        ("/coral/coral", 512 * 1024),
        ("/wp-comments-post.php", 12 * 65_525),
    ],
)
def test_no_face_reads_a_body_without_end(http: httpx.Client, key: str, path: str, too_much: int) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-www-form-urlencoded"}
    answer = http.post(path.format(key=key), content=b"a" * (too_much + 1), headers=headers)
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize(
    "path", ["/v1alpha1/nothing", "/1.1/nothing", "/v1/moderations", "/coral/coral", "/wp-comments-post.php"]
)
def test_a_face_asked_in_the_wrong_way_answers_without_a_page_of_ours_for_programs(
    http: httpx.Client, path: str
) -> None:
    answer = http.get(path)
    assert answer.status_code in {404, 405}
    assert "Traceback" not in answer.text
