"""`/login` and `/logout`: sessions for people."""

import re
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
    _check_source(request)
    form = await read_form(request)
    name, wanted = form.get("username", "").strip(), local_path(form.get("next", START))
    try:
        _, token = await services_of(request).sign_in(name, form.get("password", ""), client_address(request))
    except RefusedError as error:
        again = _page(request, wanted, name=name, message=error.detail, status=error.status)
        again.headers.update(retry_headers(error))
        return again
    response = web.Response(status=303, headers={"Location": wanted})
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


def _check_source(request: web.Request) -> None:
    """Refuse a sign-in that another site's page sends, which would put somebody into a session not their own.

    Browsers name the origin of every POST, so there is no need for a token before there is a session.
    """
    origin = request.headers.get("Origin")
    foreign = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    if foreign or (origin is not None and not is_own_page(request, origin)):
        raise RefusedError(
            HTTPStatus.FORBIDDEN, "stale_page", "Please sign in from this page: load it again."
        )


def _page(
    request: web.Request, wanted: str, *, name: str = "", message: str = "", status: int = 200
) -> web.Response:
    return render(request, "login.html", status=status, next=wanted, name=name, message=message)
