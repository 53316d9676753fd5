"""`/static/…`: scripts, styles and pictures of the pages."""

from aiohttp import web

from service.web.rendering import STATIC

_FILES = frozenset(str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file())


async def file(request: web.Request) -> web.FileResponse:
    """Send one of the files that came with the program."""
    name = request.match_info["name"]
    if name not in _FILES:
        raise web.HTTPNotFound
    return web.FileResponse(STATIC / name)
