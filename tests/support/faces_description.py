"""The faces as OpenAPI describes paths, loosely: for Schemathesis, which reads in it what it may send."""

from typing import Any

_ANYTHING: dict[str, Any] = {"default": {"description": "An answer of the vendor's shape."}}
_ATTRIBUTES = ["TOXICITY", "INSULT@2", "LIKELY_TO_REJECT", "FLIRTATION", "NO_SUCH"]


def described_faces(key: str) -> dict[str, Any]:
    """The paths of all faces that a key opens, with the key where each of them takes it."""
    return {
        "/v1alpha1/comments:analyze": {"post": _google("requestedAttributes", key)},
        "/v1alpha1/comments:suggestscore": {"post": _google("attributeScores", key)},
        "/$discovery/rest": {
            "get": {"parameters": [_query("version", {"type": "string"})], "responses": _ANYTHING}
        },
        "/1.1/verify-key": {"post": _akismet(key)},
        "/1.1/comment-check": {"post": _akismet(key)},
        "/1.1/submit-spam": {"post": _akismet(key)},
        "/1.1/submit-ham": {"post": _akismet(key)},
        "/1.2/key-sites": {"get": _akismet_query(key)},
        "/1.2/usage-limit": {"get": _akismet_query(key)},
        "/v1/moderations": {"post": {"requestBody": _json(_MODERATION), "responses": _ANYTHING}},
        "/coral/default": {"post": {"requestBody": _json(_CORAL), "responses": _ANYTHING}},
        "/wp-comments-post.php": {"post": {"requestBody": _form(_WORDPRESS, []), "responses": _ANYTHING}},
    }


def _google(attributes: str, key: str) -> dict[str, Any]:
    scores = {"type": "object", "properties": {name: {"type": "object"} for name in _ATTRIBUTES}}
    properties = _ANALYSIS | {attributes: scores}
    return {
        "parameters": [_query("key", {"type": "string", "enum": [key]}, required=True)],
        "requestBody": _json(
            {"type": "object", "properties": properties, "required": ["comment", attributes]}
        ),
        "responses": _ANYTHING,
    }


def _akismet(key: str) -> dict[str, Any]:
    properties = _AKISMET | {"api_key": {"type": "string", "enum": [key]}}
    return {"requestBody": _form(properties, ["api_key", "blog", "user_ip"]), "responses": _ANYTHING}


def _akismet_query(key: str) -> dict[str, Any]:
    names = ("month", "format", "limit", "offset", "filter")
    asked = [_query(name, {"type": "string"}) for name in names]
    known = _query("api_key", {"type": "string", "enum": [key]}, required=True)
    return {"parameters": [known, *asked], "responses": _ANYTHING}


def _query(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "required": required}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _form(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}


_TEXT = {"type": "string"}
_ANALYSIS: dict[str, Any] = {
    "comment": {"type": "object", "properties": {"text": _TEXT, "type": _TEXT}, "required": ["text"]},
    "languages": {"type": "array", "items": _TEXT},
    "spanAnnotations": {"type": "boolean"},
    "doNotStore": {"type": "boolean"},
    "dropUnsupportedAttributes": {"type": "boolean"},
    "clientToken": _TEXT,
    "communityId": _TEXT,
    "context": {"type": "object"},
}
_AKISMET = dict.fromkeys(
    [
        "blog", "user_ip", "comment_content", "comment_author", "comment_author_email", "permalink",
        "is_test", "user_role", "honeypot_field_name", "blog_charset", "comment_date_gmt", "comment_type",
    ],
    _TEXT,
)  # fmt: skip
_PART = {"type": "object", "properties": {"type": {"enum": ["text", "image_url"]}, "text": _TEXT}}
_INPUT = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}, {"type": "array", "items": _PART}]}
_MODERATION = {"type": "object", "properties": {"input": _INPUT, "model": _TEXT}, "required": ["input"]}
_CORAL = {"type": "object", "properties": {"action": _TEXT, "comment": {"type": "object"}}}
_WORDPRESS = dict.fromkeys(
    ["comment", "author", "email", "url", "comment_post_ID", "comment_parent", "redirect_to"], _TEXT
)
