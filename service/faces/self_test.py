"""What each face must answer, tried against a running service. Nothing that is sent is kept."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from service.domain.submission import NO_NAME, NO_TEXT
from service.faces.coral.signature import HEADER as CORAL_SIGNATURE

RUDE = "You are a stupid idiot."
_BLOG = {"blog": "https://news.example/", "user_ip": "192.0.2.7", "is_test": "1"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def data(self) -> Any:
        """The body as JSON, `None` when it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Trial:
    """One request and whether its answer is right."""

    face: str
    what: str
    method: str
    path: str
    is_right: Callable[[Answer], bool]
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    body: bytes | None = None


def trials(key: str, site: str, coral_secret: str) -> Iterator[Trial]:
    """Yield what is tried; Coral's phase needs one of the site's secrets."""
    yield from _perspective(key)
    yield from _akismet(key)
    yield from _openai(key)
    yield from _wordpress(site)
    if coral_secret:
        yield from _coral(site, coral_secret)
    yield Trial(
        "own API", "decisions can be pulled", "GET", "/v1/decisions", lambda got: "events" in got.data,
        headers=_bearer(key),
    )  # fmt: skip


def _perspective(key: str) -> Iterator[Trial]:
    analyze, asked = (
        "/v1alpha1/comments:analyze",
        {"requestedAttributes": {"TOXICITY": {}}, "doNotStore": True},
    )
    suggested = {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}, "doNotStore": True}

    def trial(what: str, path: str, data: Any, is_right: Callable[[Any], bool]) -> Trial:
        body = json.dumps(data).encode()
        return Trial(
            "Perspective", what, "POST", path, lambda got: is_right(got.data), query={"key": key}, body=body
        )

    yield Trial(
        "Perspective", "the discovery document is served", "GET", "/$discovery/rest",
        lambda got: "analyze" in got.data["resources"]["comments"]["methods"], query={"version": "v1alpha1"},
    )  # fmt: skip
    yield trial(
        "an insult has a high score", analyze, asked | {"comment": {"text": RUDE}},
        lambda data: data["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5,  # noqa: PLR2004 - high
    )  # fmt: skip
    yield trial(
        "an empty comment is refused in Google's shape", analyze, asked | {"comment": {"text": ""}},
        lambda data: data["error"]["details"][0]["errorType"] == "COMMENT_EMPTY",
    )  # fmt: skip
    yield trial(
        "a score can be suggested", "/v1alpha1/comments:suggestscore",
        suggested | {"comment": {"text": RUDE}, "clientToken": "check"},
        lambda data: data == {"clientToken": "check"},
    )  # fmt: skip


def _akismet(key: str) -> Iterator[Trial]:
    def trial(what: str, path: str, expected: str, **fields: str) -> Trial:
        form = _BLOG | fields
        return Trial("Akismet", what, "POST", path, lambda got: got.text == expected, form=form)

    yield trial("the key is valid", "/1.1/verify-key", "valid", api_key=key)
    yield trial("an unknown key is not", "/1.1/verify-key", "invalid", api_key="nobody")
    yield trial(
        "the test author is spam", "/1.1/comment-check", "true", api_key=key, comment_author="viagra-test-123"
    )
    yield trial(
        "an administrator is not", "/1.1/comment-check", "false", api_key=key, user_role="administrator"
    )
    thanks = "Thanks for making the web a better place."
    yield trial("spam can be reported", "/1.1/submit-spam", thanks, api_key=key, comment_content=RUDE)


def _openai(key: str) -> Iterator[Trial]:
    body = json.dumps({"input": [RUDE, "Good morning."]}).encode()
    yield Trial(
        "OpenAI", "an insult is flagged", "POST", "/v1/moderations",
        lambda got: [each["flagged"] for each in got.data["results"]] == [True, False],
        headers=_bearer(key), body=body,
    )  # fmt: skip
    yield Trial(
        "OpenAI", "an unknown key is refused in OpenAI's shape", "POST", "/v1/moderations",
        lambda got: got.data["error"]["code"] == "invalid_api_key", headers=_bearer("nobody"), body=body,
    )  # fmt: skip


def _wordpress(site: str) -> Iterator[Trial]:
    yield Trial(
        "WordPress", "an empty form comes back with its prompts", "POST", "/wp-comments-post.php",
        lambda got: NO_TEXT in got.text and NO_NAME in got.text,
        query={"site": site}, form={"comment": "", "author": "", "comment_post_ID": "1"},
    )  # fmt: skip


def _coral(site: str, secret: str) -> Iterator[Trial]:
    body = json.dumps({"action": "NEW", "comment": {"body": ""}, "story": {"id": "check"}}).encode()
    signed = {CORAL_SIGNATURE: "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}
    yield Trial(
        "Coral", "a signed request is let in", "POST", f"/coral/{site}",
        lambda got: got.status == HTTPStatus.NO_CONTENT, headers=signed, body=body,
    )  # fmt: skip
    yield Trial(
        "Coral", "an unsigned request is not", "POST", f"/coral/{site}",
        lambda got: got.status == HTTPStatus.UNAUTHORIZED, body=body,
    )  # fmt: skip


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
