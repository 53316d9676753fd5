"""Answers in JSON."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from pydantic_core import PydanticSerializationError, to_json


def json_answer(
    view: Any, *, status: int = 200, kind: str = "application/json", headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return a value as JSON in UTF-8; `kind` is the media type."""
    return web.Response(
        body=as_json(view), status=status, headers=headers, content_type=kind, charset="utf-8"
    )


def as_json(view: Any) -> bytes:
    """Return a value as JSON in UTF-8.

    The encoder of pydantic takes a third of the time of the standard library's.
    """
    try:
        return to_json(view)
    except PydanticSerializationError:  # half a character, as a wrong request may hold, is no UTF-8
        return json.dumps(view).encode()
