"""Pages from templates. Whatever a commenter typed is escaped: every template, every value."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.domain.clock import iso
from service.domain.numbers import counted, percent
from service.services import services_of
from service.web import times, wording
from service.web.highlights import highlighted

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def static(name: str) -> str:
    """Return the address of a file in `static`, another one whenever its content is."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


_environment.globals.update(static=static, counted=counted, highlighted=highlighted)
_environment.tests.update(recent=times.is_recent)
_environment.filters.update(
    iso=iso,
    ago=times.ago,
    ahead=times.ahead,
    exact=times.exact,
    label=wording.label_name,
    percent=percent,
    lines_drawn=wording.lines_drawn,
    happened=wording.what_happened,
    who=wording.who,
    reason=wording.reason_name,
    setting=wording.setting_name,
    setting_value=wording.setting_value,
    status=wording.STATUSES.__getitem__,
)


def render(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return a page. Every template also knows `now_ms` and the `path` that was asked for."""
    text = _environment.get_template(template).render(
        now_ms=services_of(request).clock(), path=request.path, **values
    )
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
