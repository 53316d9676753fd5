"""`/login` and `/logout`: sessions for people."""

import hmac
import re
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

from service.api.access import (
    SESSION_COOKIE,
    base_url,
    check_csrf,
    client_address,
    current_moderator,
    is_own_page,
)
from service.api.bodies import read_form
from service.api.problems import retry_headers
from service.services import services_of
from service.usecases.refusals import RefusedError
from service.web.rendering import render

START = "/review"
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path of this service in printable ASCII without a backslash: no browser takes it for another host."""


def local_path(wanted: str) -> str:
    """Return where to go after signing in; anything but a path of this service becomes the desk."""
    return wanted if _LOCAL.fullmatch(wanted) else START


async def page(request: web.Request) -> web.StreamResponse:
    """Show the form; who is signed in already goes on."""
    wanted = local_path(request.query.get("next", START))
    if await current_moderator(request):
        raise web.HTTPSeeOther(wanted)
    return _page(request, wanted)


async def post(request: web.Request) -> web.StreamResponse:
    """Start a session and go on, or show the form again with what was typed."""
    if _is_from_elsewhere(request):
        sentence = "Another site's page sent this. Please sign in here."
        return _page(request, START, message=sentence, status=HTTPStatus.FORBIDDEN)
    form = await read_form(request)
    name, wanted = form.get("username", "").strip(), local_path(form.get("next", START))
    if not _is_of_our_page(request, form):
        sentence = "This page is out of date. Please sign in here."
        return _page(request, wanted, name=name, message=sentence, status=HTTPStatus.FORBIDDEN)
    try:
        _, token = await services_of(request).sign_in(name, form.get("password", ""), client_address(request))
    except RefusedError as error:
        again = _page(request, wanted, name=name, message=error.detail, status=error.status)
        again.headers.update(retry_headers(error))
        return again
    return in_session(request, token, wanted)


def in_session(request: web.Request, token: str, location: str) -> web.Response:
    """Send the browser on, with a new session."""
    response = web.Response(status=303, headers={"Location": location})
    response.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="Lax", secure=_is_secure(request))
    return response


async def leave(request: web.Request) -> web.StreamResponse:
    """End the session."""
    form = await read_form(request)
    check_csrf(request, form.get("csrf", ""))
    await services_of(request).people.end_session(request.cookies.get(SESSION_COOKIE, ""))
    response = web.Response(status=303, headers={"Location": "/login"})
    response.del_cookie(SESSION_COOKIE, httponly=True, samesite="Lax", secure=_is_secure(request))
    return response


def _is_secure(request: web.Request) -> bool:
    return base_url(request).startswith("https:")


def _is_from_elsewhere(request: web.Request) -> bool:
    """Whether another site's page sends this, which would put somebody into a session not their own.

    Browsers say so themselves, also behind a proxy that changes the host; older ones name the origin of every
    POST at least. That is what counts before there is a session: the form's token is the same for everybody.
    """
    source, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if source is not None:
        return source not in {"same-origin", "none"}
    return origin is not None and not is_own_page(request, origin)


def _is_of_our_page(request: web.Request, form: Mapping[str, str]) -> bool:
    """Whether the token of a form is that of our page; programs, which read no page, send none."""
    token = _token(request)
    return hmac.compare_digest(token.encode(), form.get("csrf", token).encode(errors="replace"))


def _token(request: web.Request) -> str:
    return services_of(request).seal.word("csrf", "/login")


def _page(
    request: web.Request, wanted: str, *, name: str = "", message: str = "", status: int = 200
) -> web.Response:
    return render(
        request,
        "login.html",
        status=status,
        csrf=_token(request),
        next=wanted,
        name=name,
        message=message,
        typed="typed" in request.query,
    )
