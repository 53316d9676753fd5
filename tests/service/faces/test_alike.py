"""One policy behind all faces."""

import hashlib
import hmac
import json

import httpx
import pytest

from service.store.people import digest
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
WITH_KEY = ("perspective", "akismet", "openai")


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(http: httpx.Client, face: str, key: str, text: str, *, secret: str = CORAL_SECRET) -> httpx.Response:
    """What a face says of a text, asked with a key, or for Coral with a secret of the site `coral`."""
    analysis = {"comment": {"text": text}, "languages": ["en"], "requestedAttributes": {"TOXICITY": {}}}
    match face:
        case "perspective":
            return http.post("/v1alpha1/comments:analyze", params={"key": key}, json=analysis)
        case "akismet":
            form = {"api_key": key, "blog": "https://news.example", "user_ip": "192.0.2.7"}
            return http.post("/1.1/comment-check", data=form | {"comment_content": text})
        case "openai":
            bearer = {"Authorization": f"Bearer {key}"}
            return http.post("/v1/moderations", json={"input": text}, headers=bearer)
    coral = json.dumps({"action": "NEW", "comment": {"body": text}, "story": {"id": "s"}}).encode()
    signature = "sha256=" + hmac.new(secret.encode(), coral, hashlib.sha256).hexdigest()
    return http.post("/coral/coral", content=coral, headers={"X-Coral-Signature": signature})


def decisions(http: httpx.Client, key: str, text: str) -> dict[str, str]:
    """What each way of asking for a text says."""
    bearer = {"Authorization": f"Bearer {key}"}
    own = http.post("/v1/score", json={"texts": [text]}, headers=bearer).json()["results"][0]["decision"]
    faces = {face: ask(http, face, key, text).headers[HEADER] for face in (*WITH_KEY, "coral")}
    return {"own": own} | faces


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
    headers = {"Authorization": f"Bearer {key}"} | FORM
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


REFUSED = {
    "perspective": (400, "API key not valid. Please pass a valid API key."),
    "akismet": (200, "invalid"),
    "openai": (401, "This site key is not known here."),
}
"""Status and words that each face has for a key that is none."""


def words(answer: httpx.Response) -> str:
    """The sentence of an error, in any of the faces' shapes."""
    return str(answer.json()["error"]["message"] if answer.text.startswith("{") else answer.text)


def test_a_revoked_key_opens_no_face(http: httpx.Client, newsroom: Newsroom) -> None:
    key = newsroom.fresh_key("default")
    assert {ask(http, face, key, TEXTS[0]).headers[HEADER] for face in WITH_KEY} == {"approve"}
    assert newsroom.run(lambda opened: opened.people.revoke_key(digest(key)))
    answers = {face: ask(http, face, key, TEXTS[0]) for face in WITH_KEY}
    assert {face: (answer.status_code, words(answer)) for face, answer in answers.items()} == REFUSED
    assert not [answer for answer in answers.values() if HEADER in answer.headers]


@pytest.mark.parametrize("face", WITH_KEY)
def test_a_key_stands_for_its_own_site_whatever_the_request_says(
    http: httpx.Client, newsroom: Newsroom, face: str
) -> None:
    text = "I sell kettlefish."  # only the site `coral` blocks that word
    assert ask(http, face, newsroom.fresh_key("coral"), text).headers[HEADER] == "reject"
    assert ask(http, face, newsroom.key, text).headers[HEADER] != "reject"


def test_the_secret_of_another_site_signs_nothing(http: httpx.Client) -> None:
    assert ask(http, "coral", "", TEXTS[0], secret="another-secret-of-nobody-else").status_code == 401


@pytest.mark.parametrize("face", WITH_KEY)
def test_each_key_has_a_quota_of_its_own(http: httpx.Client, newsroom: Newsroom, face: str) -> None:
    busy, idle = newsroom.fresh_key("keyed"), newsroom.fresh_key("keyed")
    answers = [ask(http, face, busy, TEXTS[0]) for _ in range(3)]
    assert [HEADER in answer.headers for answer in answers] == [True, True, False]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["RateLimit-Policy"] == '"key";q=2;w=3600'
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ask(http, face, idle, TEXTS[0]).headers[HEADER] == "approve"


def test_a_site_that_is_over_its_limit_is_told_so_by_every_face(
    http: httpx.Client, newsroom: Newsroom
) -> None:
    key = newsroom.keys["limited"]
    ask(http, "openai", key, TEXTS[0])  # the one call of the hour, unless another test has made it
    shapes = {face: ask(http, face, key, TEXTS[0]) for face in WITH_KEY}
    assert {answer.status_code for answer in shapes.values()} == {429}
    assert shapes["perspective"].json()["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert shapes["openai"].json()["error"]["code"] == "rate_limit_exceeded"
    assert shapes["akismet"].headers["X-akismet-alert-code"] == "429"
