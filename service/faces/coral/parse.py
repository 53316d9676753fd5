"""What Coral sends for each comment."""

import hashlib
import html
import re
from typing import Any

from service.api.bodies import parse_object
from service.domain.submission import ID_MAX, URL_MAX, is_web_address
from service.site_config import QueueingFace
from service.usecases.checking import OutsideComment
from service.usecases.submit import Repeat

BODY_MAX = 512 * 1024
_TAGS = "a|b|blockquote|br|div|em|i|img|li|ol|p|s|span|strong|u|ul"
_TAG = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>", re.IGNORECASE)


def parse_comment(body: bytes) -> OutsideComment:
    """Return the comment of a request; what is missing or of another type is taken as empty."""
    data = parse_object(body)
    story, author = _object(data, "story"), _object(data, "author")
    url = _word(story, "url")
    return OutsideComment(
        face=QueueingFace.CORAL,
        text=_plain(_word(_object(data, "comment"), "body")),
        article_id=(_word(story, "id") or url or "unknown")[:ID_MAX],
        article_url=url if len(url) <= URL_MAX and is_web_address(url) else "",
        author_id=_word(author, "id")[:ID_MAX],
        outside_id=_word(_object(data, "comment"), "id")[:ID_MAX],
    )


def repeat_of(body: bytes) -> Repeat:
    """Return what tells a body that was sent before: Coral's signature has no time in it."""
    digest = hashlib.sha256(body).hexdigest()
    return Repeat(f"coral\0{digest}", digest[:32])


def _plain(body: str) -> str:
    """Return a comment without the tags of Coral's editor."""
    text = _TAG.sub("\n", body)
    return html.unescape(text).strip() if text != body else body


def _object(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _word(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
