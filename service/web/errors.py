"""Errors for people: a page that says what happened and where to go on."""

from http import HTTPStatus
from urllib.parse import quote, urlencode

from aiohttp import web

from service.api.access import is_own_page
from service.api.problems import STORE_HEADERS, retry_headers, store_sentence
from service.services import services_of
from service.store.errors import StoreError
from service.usecases.refusals import InvalidError, RefusedError
from service.web.rendering import render

_DESK = ("/review", "/insights")
_HEADINGS = {
    400: "That could not be read",
    403: "That is not possible",
    404: "There is nothing here",
    405: "That is not possible here",
    409: "Somebody was faster",
    413: "That is too long",
    415: "That could not be read",
    422: "Something is not right yet",
    429: "That is a lot at once",
    500: "Something went wrong on our side",
    503: "Out of reach for a moment",
}


def error_page(request: web.Request, error: Exception) -> web.StreamResponse:
    """Return whatever was raised as a page."""
    match error:
        case RefusedError():
            return refusal_page(request, error)
        case StoreError():
            return store_page(request, error)
        case web.HTTPException():
            return http_page(request, error)
    return server_page(request)


def refusal_page(request: web.Request, error: RefusedError) -> web.StreamResponse:
    """Return what a use case refused as a page; who has to sign in first is sent there."""
    if error.status == HTTPStatus.UNAUTHORIZED:
        return sign_in_first(request)
    details = (
        [f"{wrong.field}: {wrong.message}" for wrong in error.errors]
        if isinstance(error, InvalidError)
        else []
    )
    page = _page(request, error.status, error.detail, details)
    page.headers.update(retry_headers(error))
    return page


def store_page(request: web.Request, error: StoreError) -> web.StreamResponse:
    """Return trouble with Redis as a page; what the trouble is stays in the log."""
    page = _page(request, 503, store_sentence(error)[1])
    page.headers.update(STORE_HEADERS)
    return page


def http_page(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    """Return an error of the HTTP layer, such as an unknown address, as a page."""
    sentences = {
        404: "The address may be mistyped, or what was here is gone.",
        405: "This address is not for that.",
    }
    page = _page(request, error.status, sentences.get(error.status, HTTPStatus(error.status).description))
    if "Allow" in error.headers:
        page.headers["Allow"] = error.headers["Allow"]
    return page


def server_page(request: web.Request) -> web.StreamResponse:
    """Return a failure of ours as a page that tells nothing about it."""
    return _page(request, 500, "It was logged, and nothing was changed by halves. Please try again.")


def sign_in_first(request: web.Request) -> web.Response:
    """Send somebody to the sign-in page, and from there back to where they wanted to go.

    A form of ours was filled in by somebody whose session has ended since: the page says where the words are.
    """
    wanted = request.path_qs if request.method == "GET" else _queue(request)
    is_form = request.method == "POST" and is_own_page(request, request.headers.get("Referer", ""))
    typed = "&typed=1" if is_form else ""
    return web.Response(status=303, headers={"Location": f"/login?next={quote(wanted, safe='')}{typed}"})


def _queue(request: web.Request) -> str:
    """Return the address of the queue that stays with the site which the request names."""
    site = request.query.get("site", "")
    return f"/review?{urlencode({'site': site})}" if site in services_of(request).sites else "/review"


def _page(request: web.Request, status: int, sentence: str, details: list[str] | None = None) -> web.Response:
    heading = _HEADINGS.get(status, HTTPStatus(status).phrase)
    return render(
        request,
        "error.html",
        status=status,
        heading=heading,
        sentence=sentence,
        details=details or [],
        queue=_queue(request) if request.path.startswith(_DESK) else "",
        typed=request.method == "POST",
        is_ours=status >= HTTPStatus.INTERNAL_SERVER_ERROR,  # going back would only meet the same trouble
    )
