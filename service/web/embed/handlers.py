"""`/embed.js`, and what a form asks for before it is filled in."""

from aiohttp import web

from service.api.answers import json_answer
from service.api.comments import article_id_of, named_site
from service.domain.form_token import STALE_MS, TOO_QUICK_MS, FormTokens
from service.services import services_of
from service.sites import Site
from service.web.embed.script import script

DEMO_ARTICLE = "demo"
_CACHING = "public, max-age=3600, stale-while-revalidate=86400"
"""Pages name the script without a version: an hour after an upgrade every reader has the new one."""


async def get_script(request: web.Request) -> web.Response:
    """Send the script to any page; compressed when the browser takes that."""
    found = script()
    headers = {
        "Access-Control-Allow-Origin": "*",  # a module of another origin is loaded with CORS
        "Cache-Control": _CACHING,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": f'W/"{found.tag}"',
        "Vary": "Accept-Encoding",
    }
    if any(tag.value in {found.tag, "*"} for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    is_gzipped = "gzip" in request.headers.get("Accept-Encoding", "")
    return web.Response(
        body=found.gzipped if is_gzipped else found.plain,
        content_type="text/javascript",
        charset="utf-8",
        headers=headers | ({"Content-Encoding": "gzip"} if is_gzipped else {}),
    )


async def get_form(request: web.Request) -> web.Response:
    """Tell whether an article takes comments, and give out a token for its form."""
    site, article_id = named_site(request), article_id_of(request)
    article = await site.articles.find(article_id)
    return json_answer(
        {
            "open": article.mode.takes_comments,
            "token": form_token(request, site, article_id),
            "wait_s": 0 if article_id == DEMO_ARTICLE else TOO_QUICK_MS // 1_000,
            "valid_s": STALE_MS // 1_000,
        }
    )


def form_token(request: web.Request, site: Site, article_id: str) -> str:
    """Return the token of a form that is given out now.

    The demo's counts as open for a while already: whoever tries it out pastes a sentence and posts it.
    """
    services = services_of(request)
    opened_ms = services.clock() - (TOO_QUICK_MS if article_id == DEMO_ARTICLE else 0)
    return FormTokens(services.seal).issue(site.name, article_id, opened_ms)
