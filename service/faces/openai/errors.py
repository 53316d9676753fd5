"""Errors as OpenAI has them, for its SDKs to parse."""

from http import HTTPStatus

from aiohttp import web

from service.api.answers import json_answer
from service.faces.failure import Failure, failure_of
from service.usecases.refusals import RefusedError

_CODES = {
    "key_needed": "invalid_api_key",
    "unknown_key": "invalid_api_key",
    "too_fast": "rate_limit_exceeded",
}


class InputError(RefusedError):
    """Raised when a parameter can't be used; `about` is its name."""

    def __init__(self, about: str, code: str, message: str) -> None:
        super().__init__(400, code, message)
        self.about = about


def openai_error(_: web.Request, error: Exception) -> web.Response:
    """Return whatever was raised in the shape that OpenAI's SDKs parse."""
    failure = failure_of(error)
    view = {
        "message": failure.detail,
        "type": _type(failure),
        "param": error.about if isinstance(error, InputError) else None,
        "code": _CODES.get(failure.code, failure.code),
    }
    return json_answer({"error": view}, status=failure.status, headers=dict(failure.headers))


def _type(failure: Failure) -> str:
    if failure.status == HTTPStatus.TOO_MANY_REQUESTS:
        return "requests"
    return "server_error" if failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
