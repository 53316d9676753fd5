"""Errors as the Perspective API has them: Google's envelope with the analyzer's own detail."""

from typing import Any

from aiohttp import web

from service.api.answers import json_answer
from service.faces.failure import Failure, failure_of
from service.usecases.refusals import RefusedError

EMPTY = "COMMENT_EMPTY"
TOO_LONG = "COMMENT_TOO_LONG"
NO_ATTRIBUTES = "NO_REQUESTED_ATTRIBUTES"
LANGUAGE = "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
NO_LANGUAGE = "LANGUAGE_DETECTION_FAILED"
INVALID = "INVALID_REQUEST"

_ANALYZER = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
_STATUSES = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
    "other form of API consumer identity to call this API."
)
_BAD_KEY = "API key not valid. Please pass a valid API key."


class AnalyzerError(RefusedError):
    """Raised when a comment can't be analyzed; the code is the contract's `errorType`."""

    def __init__(self, error_type: str, message: str, **members: Any) -> None:
        super().__init__(400, error_type, message)
        self.members = members


def perspective_error(_: web.Request, error: Exception) -> web.Response:
    """Return whatever was raised in the shape that Perspective clients parse."""
    if isinstance(error, AnalyzerError):
        detail = {"@type": _ANALYZER, "errorType": error.code, **error.members}
        return _envelope(Failure(400, error.code, error.detail), [detail])
    failure = failure_of(error)
    match failure.code:
        case "key_needed":
            return _envelope(Failure(403, failure.code, _NO_KEY), [])
        case "unknown_key":
            return _envelope(Failure(400, failure.code, _BAD_KEY), [_info("API_KEY_INVALID")])
        case "too_fast":
            return _envelope(failure, [_info("RATE_LIMIT_EXCEEDED")])
    return _envelope(failure, [])


def _info(reason: str) -> dict[str, Any]:
    metadata = {"service": "commentanalyzer.googleapis.com"}
    return {"@type": _INFO, "reason": reason, "domain": "googleapis.com", "metadata": metadata}


def _envelope(failure: Failure, details: list[dict[str, Any]]) -> web.Response:
    status = failure.status if failure.status in _STATUSES else 400
    error: dict[str, Any] = {"code": status, "message": failure.detail, "status": _STATUSES[status]}
    if details:
        error["details"] = details
    return json_answer({"error": error}, status=status, headers=dict(failure.headers))
