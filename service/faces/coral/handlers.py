"""Coral's external moderation phase: a signed request for each comment, new or edited."""

import asyncio
from http import HTTPStatus

from aiohttp import web

from service.api.answers import json_answer
from service.api.bodies import read_body
from service.faces.coral.parse import BODY_MAX, parse_comment, repeat_of
from service.faces.coral.render import moderation_view
from service.faces.coral.signature import HEADER, is_signed
from service.faces.decision_headers import decision_headers
from service.services import services_of
from service.sites import Site
from service.usecases.refusals import RefusedError

_SHARE_OF_TIMEOUT = 0.75
"""The rest of Coral's patience is for the way there and back."""


async def moderate(request: web.Request) -> web.Response:
    """Say what to do with a comment, in time; no opinion rather than a late one."""
    site = services_of(request).site(request.match_info["site"])
    try:
        async with asyncio.timeout(site.config.faces.coral.timeout_ms / 1_000 * _SHARE_OF_TIMEOUT):
            return await _moderated(request, site)
    except TimeoutError:
        return web.Response(status=HTTPStatus.NO_CONTENT)


async def _moderated(request: web.Request, site: Site) -> web.Response:
    body = await _signed_body(request, site)
    comment = parse_comment(body)
    if not comment.text.strip():
        return web.Response(status=HTTPStatus.NO_CONTENT)
    checked = await services_of(request).checking(site, comment, repeat_of(body))
    headers = decision_headers(checked.decision, checked.comment_id)
    return json_answer(moderation_view(checked.decision), headers=headers)


async def _signed_body(request: web.Request, site: Site) -> bytes:
    secrets = site.config.faces.coral.secrets
    if not secrets:
        raise RefusedError(404, "not_set_up", f"The site {site.name!r} has no `faces.coral.secrets`.")
    body = await read_body(request, BODY_MAX)
    if not is_signed(body, request.headers.get(HEADER, ""), secrets):
        raise RefusedError(401, "wrong_signature", f"{HEADER} is by none of the site's secrets.")
    return body
