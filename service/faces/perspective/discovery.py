"""The discovery document of the Perspective API, as far as we serve it, in words of our own."""

from typing import Any

VERSION = "v1alpha1"
_NAME = "commentanalyzer"


def discovery_document(base_url: str) -> dict[str, Any]:
    """Return the document of a service that is reached at `base_url`, without a slash at its end."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": f"{_NAME}:{VERSION}",
        "name": _NAME,
        "version": VERSION,
        "revision": "20260101",
        "title": "Perspective Comment Analyzer API, as served by Fairword",
        "description": "Scores comments and takes what people say of them.",
        "ownerDomain": "fairword",
        "ownerName": "Fairword",
        "documentationLink": f"{base_url}/docs",
        "protocol": "rest",
        "rootUrl": f"{base_url}/",
        "servicePath": "",
        "baseUrl": f"{base_url}/",
        "batchPath": "batch",
        "parameters": _PARAMETERS,
        "schemas": {
            name: {"id": name, "type": "object", "properties": each} for name, each in _SCHEMAS.items()
        },
        "resources": {
            "comments": {"methods": {"analyze": _method("analyze"), "suggestscore": _method("suggestscore")}}
        },
    }


def _method(verb: str) -> dict[str, Any]:
    name = {"analyze": "AnalyzeComment", "suggestscore": "SuggestCommentScore"}[verb]
    return {
        "id": f"{_NAME}.comments.{verb}",
        "description": _DESCRIPTIONS[verb],
        "httpMethod": "POST",
        "path": f"{VERSION}/comments:{verb}",
        "flatPath": f"{VERSION}/comments:{verb}",
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": f"{name}Request"},
        "response": {"$ref": f"{name}Response"},
    }


def _string(description: str = "") -> dict[str, Any]:
    return {"type": "string", "description": description}


def _flag(description: str) -> dict[str, Any]:
    return {"type": "boolean", "description": description}


def _number(description: str = "") -> dict[str, Any]:
    return {"type": "number", "format": "float", "description": description}


def _list(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}


def _map(schema: str, description: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _ref(schema), "description": description}


def _ref(schema: str) -> dict[str, Any]:
    return {"$ref": schema}


_DESCRIPTIONS = {
    "analyze": "Scores a comment for each requested attribute.",
    "suggestscore": "Takes the scores that a person thinks right.",
}
_PARAMETERS = {
    "alt": {
        "type": "string",
        "location": "query",
        "default": "json",
        "enum": ["json"],
        "description": "Format.",
    },
    "fields": {"type": "string", "location": "query", "description": "Ignored."},
    "key": {"type": "string", "location": "query", "description": "The site key."},
    "prettyPrint": {"type": "boolean", "location": "query", "default": "true", "description": "Ignored."},
    "quotaUser": {"type": "string", "location": "query", "description": "Ignored."},
}
_COMMON: dict[str, Any] = {
    "comment": _ref("TextEntry"),
    "context": _ref("Context"),
    "languages": _list(_string(), "The comment's languages; empty: detected."),
    "clientToken": _string("Comes back in the answer."),
    "communityId": _string("Where the comment stands."),
    "sessionId": _string("Ignored."),
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "AnalyzeCommentRequest": _COMMON
    | {
        "requestedAttributes": _map("AttributeParameters", "Attribute → how it is wanted."),
        "doNotStore": _flag("Nothing of the comment is kept either way."),
        "spanAnnotations": _flag("Whether each sentence gets a score too."),
        "dropUnsupportedAttributes": _flag("Whether attributes that can't be answered are left out."),
    },
    "AnalyzeCommentResponse": {
        "attributeScores": _map("AttributeScores", "Attribute → scores."),
        "languages": _list(_string(), "Languages that the comment was judged in."),
        "detectedLanguages": _list(_string(), "Languages that were detected."),
        "clientToken": _string(),
    },
    "SuggestCommentScoreRequest": _COMMON
    | {"attributeScores": _map("AttributeScores", "Attribute → scores.")},
    "SuggestCommentScoreResponse": {
        "clientToken": _string(),
        "detectedLanguages": _list(_string()),
        "requestedLanguages": _list(_string()),
    },
    "TextEntry": {"text": _string("UTF-8."), "type": _string("PLAIN_TEXT.")},
    "Context": {
        "entries": _list(_ref("TextEntry")),
        "articleAndParentComment": _ref("ArticleAndParentComment"),
    },
    "ArticleAndParentComment": {"article": _ref("TextEntry"), "parentComment": _ref("TextEntry")},
    "AttributeParameters": {
        "scoreType": _string("PROBABILITY."),
        "scoreThreshold": _number("Scores below this are left out."),
    },
    "AttributeScores": {"summaryScore": _ref("Score"), "spanScores": _list(_ref("SpanScore"))},
    "SpanScore": {
        "begin": {"type": "integer", "format": "int32", "description": "In UTF-16 code units."},
        "end": {"type": "integer", "format": "int32", "description": "Exclusive, in UTF-16 code units."},
        "score": _ref("Score"),
    },
    "Score": {"value": _number("From 0 to 1."), "type": _string("PROBABILITY.")},
}
