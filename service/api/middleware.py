"""What happens around every request: an id, a log line, metrics, and errors rendered in one place."""

import random
import time
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from multidict import CIMultiDict

from service.error_shapes import error_shape
from service.logs import name_request
from service.services import services_of
from service.store.errors import StoreError
from service.usecases.refusals import RefusedError
from service.web.content_policy import content_policy

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = structlog.get_logger(__name__)
_ID = web.RequestKey("request_id", str)
_HUNG_UP = 499
"""Whoever asked did not wait for the answer; the number is nginx's."""
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id, count it and log it, without a word of what it carried."""
    request[_ID] = request_id = random.randbytes(8).hex()  # noqa: S311 - a name, not a secret
    name_request(request_id)
    started = time.perf_counter()
    try:
        response = await handler(request)
    except web.HTTPException as redirect:
        _account(request, redirect, time.perf_counter() - started)
        raise
    _account(request, response, time.perf_counter() - started)
    return response


def _account(request: web.Request, response: web.StreamResponse, seconds: float) -> None:
    status = response.status
    resource = request.match_info.route.resource
    route = resource.canonical if resource else "unknown"
    services_of(request).metrics.count_answer(route, request.method, status, seconds)
    if route not in _QUIET:
        _log.info("request", method=request.method, route=route, status=status, ms=round(seconds * 1_000, 1))


@web.middleware
async def render_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what was raised into an answer of the shape that belongs to the address."""
    try:
        _check_headers(request)
        return _answer_preflight(request) if _is_preflight(request) else await handler(request)
    except ConnectionResetError:
        return web.Response(status=_HUNG_UP)  # nobody reads it, but it is counted
    except web.HTTPException as error:
        if error.status < 400:  # noqa: PLR2004 - a redirect is no error
            raise
        return error_shape(request)(request, error)
    except Exception as error:  # noqa: BLE001 - the edge: it is logged, and the caller gets an answer
        _log_trouble(request, error)
        return error_shape(request)(request, error)


def _check_headers(request: web.Request) -> None:
    """Refuse headers that are no text, which could be put into no key and no answer."""
    for name, value in request.raw_headers:
        if not value.isascii() and not _is_utf8(value):
            raise RefusedError(
                400, "broken_header", f"The header {name.decode('ascii', 'replace')} is no UTF-8."
            )


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _log_trouble(request: web.Request, error: Exception) -> None:
    if isinstance(error, StoreError):
        _log.warning("store_trouble", kind=type(error).__name__, error=str(error))
    elif not isinstance(error, RefusedError):
        _log.exception("request_failed", route=request.path)


_CONTENT_POLICY = content_policy()
_HEADERS = CIMultiDict(
    {
        "Server": "fairword",  # in place of the library's name and version
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add what every answer has, before it is sent."""
    _add_usual_headers(request, response)
    if request.path.startswith("/v1/"):
        _add_cors_headers(request, response)


def _add_usual_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Name the request, and forbid what no page here needs: inline script, frames, guessing of types."""
    if request_id := request.get(_ID):
        response.headers["X-Request-Id"] = request_id
    response.headers.update(_HEADERS)
    response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
    response.headers.setdefault("Cache-Control", _caching(request, response))


def _caching(request: web.Request, response: web.StreamResponse) -> str:
    """Keep files that are asked for by their content for good; ask again for the others; keep no page."""
    if not request.path.startswith("/static/") or response.status >= 400:  # noqa: PLR2004 - an error
        return "no-store"
    return "public, max-age=31536000, immutable" if "v" in request.query else "no-cache"


def _add_cors_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Let the pages that are configured for a site read the answers of the public calls."""
    response.headers["Vary"] = "Origin"
    if _is_from_a_site(request):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = "RateLimit, RateLimit-Policy, Retry-After"


def _is_from_a_site(request: web.Request) -> bool:
    """Whether a request comes from a page that is configured for one of the sites."""
    origin = request.headers.get("Origin", "").lower()
    return bool(origin) and any(origin in site.config.origins for site in services_of(request).sites.values())


def _is_preflight(request: web.Request) -> bool:
    """Whether a browser asks if another page may post here."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _answer_preflight(request: web.Request) -> web.Response:
    if not _is_from_a_site(request):
        raise RefusedError(403, "origin_not_allowed", "Pages of this origin may not use this service.")
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type, Fairword-Form, Idempotency-Key",
            "Access-Control-Max-Age": "600",
        },
    )
