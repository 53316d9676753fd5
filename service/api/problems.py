"""Errors of our own API: `application/problem+json`, one shape everywhere (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from service.api.answers import json_answer
from service.api.rate_headers import rate_headers
from service.store.errors import StoreError, StoreFull
from service.usecases.refusals import InvalidError, RefusedError, TooFastError

QUOTA_TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded"
STORE_HEADERS = {"Retry-After": "2"}
"""Of every answer that says that Redis is in trouble."""


def problem(
    status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any
) -> web.Response:
    """Return a problem document; `members` are added to it."""
    document = {
        "type": members.pop("type", "about:blank"),
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }
    return json_answer(document, status=status, kind="application/problem+json", headers=headers)


def error_problem(_: web.Request, error: Exception) -> web.Response:
    """Return whatever was raised as a problem."""
    match error:
        case RefusedError():
            return refusal_problem(error)
        case StoreError():
            return store_problem(error)
        case web.HTTPException():
            return http_problem(error)
    return server_problem()


def refusal_problem(error: RefusedError) -> web.Response:
    """Return what a use case refused as a problem."""
    if isinstance(error, InvalidError):
        errors = [{"field": wrong.field, "message": wrong.message} for wrong in error.errors]
        return problem(error.status, error.code, error.detail, errors=errors)
    headers = refusal_headers(error)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="fairword"'
    if error.used_up:
        quota = {"type": QUOTA_TYPE, "violated-policies": error.used_up}
        return problem(error.status, error.code, error.detail, headers=headers, **quota)
    return problem(error.status, error.code, error.detail, headers=headers, **error.extra)


def retry_headers(error: RefusedError) -> dict[str, str]:
    """Return `Retry-After` where it is known when the same request may be granted."""
    return {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}


def refusal_headers(error: RefusedError) -> dict[str, str]:
    """Return when to try again, and what is left of each rate when one is used up."""
    return retry_headers(error) | (rate_headers(error.quotas) if isinstance(error, TooFastError) else {})


def store_problem(error: StoreError) -> web.Response:
    """Return trouble with Redis as a problem; what the trouble is stays in the log."""
    code, detail = store_sentence(error)
    return problem(503, code, detail, headers=STORE_HEADERS)


def store_sentence(error: StoreError) -> tuple[str, str]:
    """Return the code and the sentence for trouble with Redis."""
    if isinstance(error, StoreFull):
        return "storage_full", "That can't be done right now. Nothing was kept; please try again later."
    return "unavailable", "That can't be done right now. Please try again in a moment."


def http_problem(error: web.HTTPException) -> web.Response:
    """Return an error of the HTTP layer, such as an unknown path, as a problem."""
    phrase = HTTPStatus(error.status).phrase
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    allowed = error.headers.get("Allow")
    headers = {"Allow": allowed} if allowed else None
    return problem(error.status, code, _sentence(error, allowed), headers=headers)


def _sentence(error: web.HTTPException, allowed: str | None) -> str:
    if error.status == HTTPStatus.NOT_FOUND:
        return "There is nothing at this address."
    return f"This address takes {allowed.replace(',', ', ')} only." if allowed else error.reason


def server_problem() -> web.Response:
    """Return a failure of ours as a problem that tells nothing about it."""
    return problem(500, "internal_error", "Something went wrong on our side. It was logged.")
