"""What an Akismet client sends: a form, a query or JSON; the key in any of three places."""

import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from service.api.bodies import parse_object, read_body
from service.api.multipart import fields_of
from service.domain.addresses import address_in
from service.domain.submission import (
    EMAIL_MAX,
    ID_MAX,
    NAME_MAX,
    URL_MAX,
    FieldError,
    is_email,
    is_web_address,
)
from service.site_config import QueueingFace
from service.usecases.checking import OutsideComment
from service.usecases.refusals import InvalidError, RefusedError

BODY_MAX = 512 * 1024
"""WordPress sends the comment several times over, and dozens of fields beside."""
_FIELDS_MAX = 1_000
_BLOG_MAX = 200
_ASCII = b"aZ-09 +/=\\"
_ALWAYS_SPAM = frozenset(
    {"viagra-test-123", "akismet-guaranteed-spam", "akismet-guaranteed-spam@example.com"}
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request's fields."""

    fields: Mapping[str, str]
    host: str

    @property
    def key(self) -> str:
        """The key: a field, else the first label of the host's name; empty when there is none."""
        label, _, rest = self.host.partition(".")
        return self.fields.get("api_key", "") or (label.lower() if rest and not label.isdigit() else "")

    @property
    def key_to_verify(self) -> str:
        """The key as `verify-key` is sent it."""
        return self.fields.get("key", "") or self.key

    @property
    def blog(self) -> str:
        """The page that the call is for, as Akismet's statistics name it: without scheme and path.

        Raises
        ------
        InvalidError
            When it is missing.
        """
        blog = self.required("blog")
        try:
            host = urlsplit(blog).netloc or blog
        except ValueError:  # half an IPv6 address
            host = blog
        return host.replace("\0", "")[:_BLOG_MAX].lower()

    @property
    def is_test(self) -> bool:
        """Whether the call is to leave no trace."""
        return self.fields.get("is_test", "").strip().lower() in {"1", "true", "on", "yes"}

    def required(self, name: str) -> str:
        """Return a field that has to be there."""
        value = self.fields.get(name, "").strip()
        if not value:
            raise InvalidError([FieldError(name, f"Missing required field: {name}.")])
        return value


@dataclass(frozen=True, slots=True)
class AkismetComment:
    """A comment that a client asks about or reports."""

    comment: OutsideComment
    foregone: bool | None
    """Whether it is spam whatever it says: test authors and filled honeypots are, administrators never."""


async def read_call(request: web.Request) -> Call:
    """Return a request's fields.

    Raises
    ------
    RefusedError
        When the body can't be read.
    """
    fields = dict(request.query)
    if request.method == "POST":
        fields |= await _body_fields(request)
    return Call({name: _storable(value) for name, value in fields.items()}, request.host)


def parse_comment(call: Call, key: str) -> AkismetComment:
    """Return the comment that a call is about; `key` is the digest of the key that it came with.

    Raises
    ------
    InvalidError
        When a required field is missing.
    """
    call.required("blog")
    call.required("user_ip")
    return AkismetComment(_comment(call.fields, key), _foregone(call.fields))


def _comment(fields: Mapping[str, str], key: str) -> OutsideComment:
    permalink = fields.get("permalink", "").strip()
    email = fields.get("comment_author_email", "").strip()
    return OutsideComment(
        face=QueueingFace.AKISMET,
        text=fields.get("comment_content", ""),
        article_id=_article_id(permalink or fields.get("blog", "").strip()),
        article_url=permalink if len(permalink) <= URL_MAX and is_web_address(permalink) else "",
        author_name=" ".join(fields.get("comment_author", "").split())[:NAME_MAX],
        author_email=email if len(email) <= EMAIL_MAX and is_email(email) else "",
        address=address_in(fields.get("user_ip", "")),
        outside_id=fields.get("comment_id", "").strip()[:ID_MAX],
        key=key,
    )


def _foregone(fields: Mapping[str, str]) -> bool | None:
    if fields.get("user_role", "").strip().lower() == "administrator":
        return False
    names = {fields.get(name, "").strip().lower() for name in ("comment_author", "comment_author_email")}
    trap = fields.get("honeypot_field_name", "")
    return True if names & _ALWAYS_SPAM or (trap and fields.get(trap, "").strip()) else None


def _article_id(address: str) -> str:
    """Return the address without its scheme, as far as an id may be long."""
    _, _, rest = address.rpartition("://")
    return rest if len(rest) <= ID_MAX else hashlib.sha256(rest.encode()).hexdigest()


async def _body_fields(request: web.Request) -> Mapping[str, str]:
    """Return the fields of a body; clients declare forms as they like, or not at all."""
    body = await read_body(request, BODY_MAX)
    match request.content_type:
        case "application/json":
            return _json_fields(body)
        case "multipart/form-data":
            return dict(await fields_of(body, request.headers["Content-Type"], _FIELDS_MAX))
    return _form_fields(body)


def _json_fields(body: bytes) -> dict[str, str]:
    return {
        name: value
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
        for name, value in parse_object(body).items()
        if isinstance(value, (str, int, float))
    }


def _form_fields(body: bytes) -> dict[str, str]:
    fields = _decoded(body, "utf-8")
    charset = fields.get("blog_charset", "").strip() or "utf-8"
    return _decoded(body, charset) if _is_another_charset(charset) else fields


def _decoded(body: bytes, charset: str) -> dict[str, str]:
    try:
        text = body.decode("ascii", errors="surrogateescape")
        pairs = parse_qsl(
            text.encode(errors="surrogateescape").decode("latin-1"),
            keep_blank_values=True,
            encoding=charset,
            errors="replace",
            max_num_fields=_FIELDS_MAX,
        )
    except ValueError as error:
        raise RefusedError(400, "broken_form", f"The form could not be read: {error}.") from error
    return dict(pairs)


def _is_another_charset(name: str) -> bool:
    """Whether it is a character set but UTF-8, and one for forms: ASCII stands for itself in it.

    What we don't know is taken for UTF-8, and so is what Python has beside character sets, such as base64.
    """
    try:
        return (
            codecs.lookup(name).name != "utf-8" and _ASCII.decode(name, errors="replace") == _ASCII.decode()
        )
    except (LookupError, ValueError):
        return False


def _storable(value: str) -> str:
    return value.encode(errors="replace").decode()
