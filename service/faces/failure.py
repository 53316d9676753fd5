"""What went wrong, in the few words that every face renders in a shape of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import web

from service.api.problems import STORE_HEADERS, refusal_headers, store_sentence
from service.store.errors import StoreError
from service.usecases.refusals import InvalidError, RefusedError


@dataclass(frozen=True, slots=True)
class Failure:
    """Status, code and sentence of an error, with the headers that belong to it."""

    status: int
    code: str
    detail: str
    about: str = ""
    """The first field that is wrong, when it is about fields."""
    headers: Mapping[str, str] = field(default_factory=dict)


def failure_of(error: Exception) -> Failure:
    """Return what an exception means to whoever sent the request."""
    match error:
        case InvalidError():
            sentences = " ".join(f"{wrong.field}: {wrong.message}" for wrong in error.errors)
            return Failure(error.status, error.code, sentences, error.errors[0].field)
        case RefusedError():
            return Failure(error.status, error.code, error.detail, headers=refusal_headers(error))
        case StoreError():
            code, _ = store_sentence(error)
            return Failure(503, code, "The service is not available right now.", headers=STORE_HEADERS)
        case web.HTTPException():
            headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
            return Failure(error.status, "http", HTTPStatus(error.status).phrase, headers=headers)
    return Failure(500, "internal_error", "Something went wrong on our side. It was logged.")
