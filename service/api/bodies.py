"""Request bodies: read up to a limit, then decoded; whatever is wrong is said in the answer."""

import asyncio
import json
import zlib
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import StreamReader, web
from pydantic_core import from_json

from service.api.multipart import fields_of
from service.usecases.refusals import RefusedError

BODY_MAX = 64 * 1024
TYPED_BODY_MAX = 256 * 1024
"""A plain form writes one character in up to twelve bytes; the text's own limit is in characters."""
PATIENCE_S = 30.0
"""Whoever sends a body more slowly than this keeps a connection busy for nothing."""
_FIELDS_MAX = 600
"""More than the cases that are decided at one stroke, each of which is a field."""
_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_GZIP = zlib.MAX_WBITS | 16
"""What zlib calls the format that has gzip's head and checksum."""


async def read_body(request: web.Request, limit: int = BODY_MAX) -> bytes:
    """Return the body.

    Raises
    ------
    RefusedError
        413 when it is longer than `limit` bytes; what is beyond is not read. 415 when it is packed: who may
        pack it, is read by `read_packed_body`. 408 when it does not arrive.
    """
    encoding = _encoding(request)
    if encoding != "identity":
        sentence = f"Send the body as it is, without Content-Encoding: got {encoding[:50]}."
        raise RefusedError(415, "wrong_content_encoding", sentence)
    return await _read(request, limit)


async def read_packed_body(request: web.Request, limit: int = BODY_MAX) -> bytes:
    """Return the body, unpacked where a client packed it with gzip.

    Raises
    ------
    RefusedError
        As `read_body` does; `limit` binds what is unpacked too, and not a byte more is unpacked. 400 when it
        is no gzip.
    """
    if _encoding(request) not in {"gzip", "x-gzip"}:
        return await read_body(request, limit)
    return _unpacked(await _read(request, limit), limit)


def _encoding(request: web.Request) -> str:
    return request.headers.get("Content-Encoding", "identity").strip().lower()


def _unpacked(packed: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        body = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise RefusedError(400, "broken_gzip", "The body is not packed with gzip, as it says.") from error
    if len(body) > limit:
        raise _too_long(limit, "got more when unpacked")
    if not unpacker.eof:
        raise RefusedError(400, "broken_gzip", "The body is packed with gzip, and its end is missing.")
    return body


async def _read(request: web.Request, limit: int) -> bytes:
    """Return the body as it was sent."""
    if (request.content_length or 0) > limit:
        raise _too_long(limit, f"got {request.content_length:,}")
    if request.content.is_eof():  # a small body comes with its headers: nothing to wait for
        body = request.content.read_nowait()
    else:
        body = await _arriving(request.content, limit)
    if len(body) > limit:
        raise _too_long(limit, "got more")
    return body


async def _arriving(content: StreamReader, limit: int) -> bytes:
    """Return the body as far as it is needed to know that it is longer than `limit`."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_S):
            async for chunk in content.iter_any():
                body += chunk
                if len(body) > limit:
                    break
    except TimeoutError as error:
        sentence = f"The body did not arrive within {PATIENCE_S:.0f} seconds."
        raise RefusedError(408, "body_too_slow", sentence) from error
    return bytes(body)


async def read_json(request: web.Request, limit: int = BODY_MAX) -> tuple[dict[str, Any], bytes]:
    """Return the object that a JSON body holds, and the body.

    Raises
    ------
    RefusedError
        415 when the body is not declared as JSON, 413 when it is too long, 400 when it is no JSON object.
    """
    if request.content_type != "application/json":
        raise RefusedError(
            415, "wrong_content_type", f"Accepts application/json, got {request.content_type}."
        )
    body = await read_body(request, limit)
    return parse_object(body), body


def parse_object(body: bytes) -> dict[str, Any]:
    """Decode a JSON object."""
    try:
        data = from_json(body, cache_strings="keys")
    except ValueError:
        data = _decoded_with_care(body)
    if not isinstance(data, dict):
        raise RefusedError(400, "broken_json", "The body must be a JSON object.")
    return data


def _decoded_with_care(body: bytes) -> Any:
    """Decode as the standard library does, which says where a body is broken, and takes half a character."""
    try:
        return json.loads(body)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "broken_json", f"The body is not UTF-8: {error.reason}.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RefusedError(400, "broken_json", f"The body is no JSON: {error.msg} at {where}.") from error
    except (RecursionError, ValueError) as error:
        raise RefusedError(400, "broken_json", "The body is no JSON that can be read.") from error


async def read_form(request: web.Request, limit: int = BODY_MAX) -> dict[str, str]:
    """Return the fields of a plain HTML form, encoded in either way; of a field that comes twice, the last.

    Raises
    ------
    RefusedError
        415 when the body is no such form, 413 when it is too long, 400 when it can't be decoded.
    """
    if request.content_type == _MULTIPART:
        body = await read_body(request, limit)
        return dict(await fields_of(body, request.headers["Content-Type"], _FIELDS_MAX))
    if request.content_type == _URLENCODED:
        return _urlencoded(await read_body(request, limit))
    sentence = f"Accepts {_URLENCODED} or {_MULTIPART}, got {request.content_type}."
    raise RefusedError(415, "wrong_content_type", sentence)


def _urlencoded(body: bytes) -> dict[str, str]:
    try:
        return dict(
            parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_MAX)
        )
    except ValueError as error:
        raise RefusedError(400, "broken_form", "The form could not be read.") from error


def _too_long(limit: int, got: str) -> RefusedError:
    return RefusedError(413, "body_too_long", f"The body may have {limit:,} bytes, {got}.")
