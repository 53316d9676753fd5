"""What a form sends, checked: every wrong field gets its own message, all of them at once."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Self
from urllib.parse import urlsplit

from service.domain.addresses import one_address
from service.domain.value import value

TEXT_MAX = 10_000
NAME_MAX = 80
EMAIL_MAX = 254
ID_MAX = 200
URL_MAX = 2_000
TITLE_MAX = 300
UNKNOWN_MAX = 10
"""So many unknown fields are named; of more only the number is told."""
NO_TEXT = "Please enter your comment!"
NO_NAME = "Please enter your name here"

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Hangul fillers and the empty Braille pattern: letters and symbols that show nothing."""
_JSON_TYPES: dict[type, str] = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "a string",
    type(None): "null",
}
_BLANKS = b" \t\n\r\v\f"
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_PLAIN = re.compile(r"[!-~]")
"""What everybody sees; nearly every text begins with it."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
KNOWN = frozenset(
    {"site", "article_id", "article_url", "article_title", "parent_id", "author", "text", "client_ip"}
)
KNOWN_AUTHOR = frozenset({"name", "email", "id"})


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field of a request that cannot be used, in words for whoever filled it in."""

    field: str
    message: str


class InvalidSubmissionError(ValueError):
    """Raised with every field that is wrong."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = errors


@value
class Author:
    """Who wrote a comment, as far as the site tells."""

    name: str
    email: str = ""
    id: str = ""

    @property
    def identity(self) -> str:
        """The strongest thing known of the author: `id:…`, else `email:…`, else `name:…`."""
        if self.id:
            return f"id:{self.id}"
        if self.email:
            return f"email:{self.email.casefold()}"
        return f"name:{self.name.casefold()}"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long the two fields may be that every form shows, in characters."""

    text: int = TEXT_MAX
    name: int = NAME_MAX


OURS = Sizes()


@value
class Submission:
    """What the form sent, every field within its limits."""

    site: str
    article_id: str
    author: Author
    text: str
    article_url: str = ""
    article_title: str = ""
    parent_id: str = ""
    client_ip: str = ""

    @classmethod
    def parse(cls, data: Mapping[str, Any], sizes: Sizes = OURS) -> Self:
        """Check the decoded body of a request; forms made for other services have sizes of their own.

        Raises
        ------
        InvalidSubmissionError
            With one `FieldError` for each field that is missing, of a wrong type, too long or unknown.
        """
        fields = _Fields(data)
        author = fields.author(sizes.name)
        submission = cls(
            site=fields.line("site", ID_MAX) or "default",
            article_id=fields.line("article_id", ID_MAX, missing="The article's id is missing."),
            author=author,
            text=fields.text(sizes.text),
            **fields.told(_OPTIONAL),
        )
        fields.refuse_unknown()
        if fields.errors:
            raise InvalidSubmissionError(fields.errors)
        return submission

    @property
    def fingerprint(self) -> str:
        """The same for the same author saying the same under the same article, however spaced."""
        said = unicodedata.normalize("NFKC", self.text).casefold()
        parts = (self.article_id, self.parent_id, self.author.identity, "")
        data = "\0".join(parts).encode() + said.encode().translate(None, _BLANKS)
        return blake2b(data, digest_size=16).hexdigest()


class _Fields:
    """Reads fields one by one and gathers what is wrong with them."""

    def __init__(self, data: Mapping[str, Any], prefix: str = "") -> None:
        self.data = data
        self.prefix = prefix
        self.errors: list[FieldError] = []

    def wrong(self, name: str, message: str) -> str:
        self.errors.append(FieldError(self.prefix + name, message))
        return ""

    def string(self, name: str, longest: int, *, missing: str = "") -> str:
        """Return the field without surrounding white space, empty when it is absent or wrong."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, str):
            return self.wrong(name, f"Must be a string, got {json_type(value)}.")
        if not value or is_blank(value):
            return self.wrong(name, missing) if missing else ""
        text = value.strip()
        if len(text) > longest:
            return self.wrong(name, f"Too long: at most {longest:,} characters, got {len(text):,}.")
        if not value.isprintable() and (strange := _NO_TEXT.search(value)):
            return self.wrong(name, f"Holds U+{ord(strange[0]):04X}, which is no text.")
        return text

    def line(self, name: str, longest: int, *, missing: str = "") -> str:
        """Return the field as a single line."""
        value = self.string(name, longest, missing=missing)
        return " ".join(value.split()) if value else ""

    def text(self, longest: int) -> str:
        return self.string("text", longest, missing=NO_TEXT).replace("\r\n", "\n").replace("\r", "\n")

    def url(self, name: str) -> str:
        value = self.line(name, URL_MAX)
        return (
            value if not value or is_web_address(value) else self.wrong(name, "Must be an http(s) address.")
        )

    def address(self, name: str) -> str:
        value = self.line(name, ID_MAX)
        try:
            return one_address(value) if value else ""
        except ValueError:
            return self.wrong(name, f"Must be an IP address, got {value!r}.")

    def author(self, longest: int) -> Author:
        data = self.data.get("author")
        if data is not None and not isinstance(data, Mapping):
            self.wrong("author", f"Must be an object with a name, got {json_type(data)}.")
            return Author("")
        inner = _Fields(data or {}, prefix="author.")
        author = Author(inner.line("name", longest, missing=NO_NAME), **inner.told(_OPTIONAL_OF_AUTHOR))
        inner.refuse_unknown(KNOWN_AUTHOR)
        self.errors += inner.errors
        return author

    def told(self, optional: Mapping[str, "_Reader"]) -> dict[str, str]:
        """Return those of the optional fields that there are."""
        return {name: read(self, name) for name, read in optional.items() if name in self.data}

    def id(self, name: str) -> str:
        return self.line(name, ID_MAX)

    def title(self, name: str) -> str:
        return self.line(name, TITLE_MAX)

    def email(self, name: str) -> str:
        value = self.line(name, EMAIL_MAX)
        return value if not value or is_email(value) else self.wrong(name, "Is no e-mail address.")

    def refuse_unknown(self, known: frozenset[str] = KNOWN) -> None:
        if known.issuperset(self.data):
            return
        unknown = [name for name in self.data if name not in known]
        for name in unknown[:UNKNOWN_MAX]:
            self.wrong(name[:50], f"Unknown field; known are {', '.join(sorted(known))}.")
        if len(unknown) > UNKNOWN_MAX:
            self.wrong("…", f"And {len(unknown) - UNKNOWN_MAX:,} more unknown fields.")


_Reader = Callable[[_Fields, str], str]
_OPTIONAL: dict[str, _Reader] = {
    "article_url": _Fields.url,
    "article_title": _Fields.title,
    "parent_id": _Fields.id,
    "client_ip": _Fields.address,
}
_OPTIONAL_OF_AUTHOR: dict[str, _Reader] = {"email": _Fields.email, "id": _Fields.id}


def is_email(value: str) -> bool:
    """Whether a value has the form of an e-mail address."""
    return bool(_EMAIL.fullmatch(value))


def is_web_address(value: str) -> bool:
    """Whether a value is an absolute http or https address."""
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_web and not any(character.isspace() for character in value)


def is_blank(value: str) -> bool:
    """Whether a reader would see nothing: white space, invisible characters, marks on no letter."""
    if _PLAIN.search(value):
        return False
    return not any(_is_visible(character) for character in value) and not _NO_TEXT.search(value)


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in {"Cc", "Cf"} and category[0] not in "MZ" and character not in _BLANK_LETTERS


def json_type(value: object) -> str:
    """Return what a decoded value is called in JSON: `a string`."""
    return _JSON_TYPES[type(value)]
