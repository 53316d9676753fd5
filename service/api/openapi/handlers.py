"""`/openapi.json` and `/docs`."""

import json
from functools import cache

from aiohttp import web

from service.api.openapi.document import openapi
from service.api.openapi.reading import chapters, shapes
from service.web.rendering import render


async def document(_: web.Request) -> web.Response:
    """Return the description of the API."""
    return web.Response(text=_json(), content_type="application/json")


@cache
def _json() -> str:
    return json.dumps(openapi(), ensure_ascii=False)


async def page(request: web.Request) -> web.Response:
    """Show the description of the API to people."""
    whole = openapi()
    return render(request, "docs.html", info=whole["info"], chapters=chapters(whole), shapes=shapes(whole))
