"""Forms that come as `multipart/form-data`: fields of text, no files."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping

from aiohttp import BodyPartReader, MultipartReader, StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.hdrs import CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TRANSFER_ENCODING
from aiohttp.helpers import parse_mimetype
from aiohttp.http_exceptions import HttpProcessingError

from service.usecases.refusals import RefusedError

_PLAIN = frozenset({"identity", "binary", "8bit", "7bit"})
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})
_HEADS_MAX = 10
_HEAD_MAX = 1_024
"""Bytes. A part has a name and perhaps a type; reading more costs more than it can tell."""
_SHOWN = 50
_PARAMETER = r';\s*([\w*]+)\s*=\s*(?:"(.*?)"|([^\s;"]+))\s*(?=;|$)'
"""A name and its value. Browsers put anything but a quotation mark between the two, semicolons too."""
_PARAMETERS = re.compile(_PARAMETER, re.ASCII)
_DISPOSITION = re.compile(rf"form-data\s*(?>{_PARAMETER})+;?\s*", re.ASCII | re.IGNORECASE)
_ESCAPED = re.compile(r'\\(["\\])')


async def fields_of(body: bytes, content_type: str, most: int) -> list[tuple[str, str]]:
    """Return the fields of a form that is whole in `body`, at most so many, in order.

    Raises
    ------
    RefusedError
        415 when a field is a file, packed or not in UTF-8, 400 when the form can't be decoded.
    """
    try:
        return [field async for field in _fields(_reader(body, content_type), most)]
    except (ValueError, HttpProcessingError) as error:
        raise RefusedError(400, "broken_form", "The form could not be read.") from error


async def _fields(parts: MultipartReader, most: int) -> AsyncIterator[tuple[str, str]]:
    count = 0
    while (part := await parts.next()) is not None:
        count += 1
        if count > most:
            raise ValueError("too many fields")
        yield await _field(part)


def _reader(body: bytes, content_type: str) -> MultipartReader:
    """Return a reader that waits for nothing and unpacks nothing.

    It is not told that this is a form: it would then look into a field `_charset_` by itself, and fail. Nor
    is it given what stands before the first part, which it would read line by line: no form has any.
    """
    boundary = parse_mimetype(content_type).parameters.get("boundary", "")
    if not body.startswith((f"--{boundary}\r\n".encode(), f"--{boundary}--\r\n".encode())):
        raise ValueError("no part to begin with")
    loop = asyncio.get_running_loop()
    content = StreamReader(BaseProtocol(loop), len(body), loop=loop)
    content.feed_data(body)
    content.feed_eof()
    head = {"Content-Type": f"multipart/mixed; boundary={boundary}"}
    return MultipartReader(head, content, max_field_size=_HEAD_MAX, max_headers=_HEADS_MAX)


async def _field(part: MultipartReader | BodyPartReader) -> tuple[str, str]:
    if not isinstance(part, BodyPartReader):
        raise ValueError("a form within the form")  # noqa: TRY004 - what was sent is wrong, not the code
    told = _told(part.headers.get(CONTENT_DISPOSITION, ""))
    name = told.get("name")
    if not name:
        raise ValueError("a field without a name")
    if told.get("filename") or told.get("filename*"):
        raise _refused(name, "is a file, and forms take none here")
    _check_plain(part, name)
    return name, (await part.read()).decode()


def _told(disposition: str) -> Mapping[str, str]:
    """Return what a part says of itself: its name, and that of its file."""
    if not _DISPOSITION.fullmatch(disposition):
        raise ValueError("a part that is no field")
    found = _PARAMETERS.findall(disposition)
    return {key.lower(): _ESCAPED.sub(r"\1", quoted or bare) for key, quoted, bare in found}


def _check_plain(part: BodyPartReader, name: str) -> None:
    for header in (CONTENT_ENCODING, CONTENT_TRANSFER_ENCODING):
        if (packed := part.headers.get(header, "binary").lower()) not in _PLAIN:
            raise _refused(name, f"must come without {header}, got {packed[:_SHOWN]!r}")
    if (charset := part.get_charset("utf-8").lower()) not in _CHARSETS:
        raise _refused(name, f"must be UTF-8, got {charset[:_SHOWN]!r}")


def _refused(name: str, why: str) -> RefusedError:
    return RefusedError(415, "wrong_content_type", f"The field {name[:_SHOWN]!r} {why}.")
