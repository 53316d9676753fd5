"""The plain comment form: what was typed, and what is wrong with it."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from service.domain.form_token import FormProof
from service.domain.submission import FieldError
from service.usecases.submit import Repeat

_FIELDS = ("name", "email", "text", "article_id", "article_url", "article_title", "parent_id", "site", "once")
_TYPED = ("name", "email", "text")
_MARKS = ("form_token", "fairword_website")
_ONCE_MAX = 100


@dataclass(frozen=True, slots=True)
class CommentForm:
    """The fields of the form as they stand in the page."""

    name: str = ""
    email: str = ""
    text: str = ""
    article_id: str = ""
    article_url: str = ""
    article_title: str = ""
    parent_id: str = ""
    site: str = ""
    once: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    """Tells a second click from a second comment."""
    form_token: str = ""
    fairword_website: str = ""
    """A field that people don't see and programs fill in."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field → what is wrong with it."""
    trouble: str = ""
    """Why it was not taken although nothing is wrong with the fields."""

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        """Return what a form sent, whether it makes sense or not; other fields are not looked at."""
        sent: dict[str, Any] = {name: fields[name] for name in (*_FIELDS, *_MARKS) if name in fields}
        return cls(**sent)

    @property
    def first_error(self) -> str:
        """The first wrong field that a person can fill in."""
        return next((name for name in _TYPED if name in self.errors), "")

    @property
    def hidden_errors(self) -> Mapping[str, str]:
        """What is wrong with the fields that the page filled in."""
        return {name: message for name, message in self.errors.items() if name not in _TYPED}

    @property
    def data(self) -> dict[str, Any]:
        """The same as a submission."""
        names = ("text", "article_id", "article_url", "article_title", "parent_id", "site")
        return {name: getattr(self, name) for name in names} | {
            "author": {"name": self.name, "email": self.email}
        }

    @property
    def proof(self) -> FormProof:
        """What the form tells of who filled it in."""
        return FormProof(self.form_token, trap_filled=bool(self.fairword_website))

    @property
    def repeat(self) -> Repeat | None:
        """What makes a second click on the button harmless; a form without our mark has none."""
        if not 0 < len(self.once) <= _ONCE_MAX:
            return None
        body = hashlib.sha256(repr(self.data).encode(errors="replace")).hexdigest()[:32]
        return Repeat(f"form\0{self.once}\0{body}", body)

    def with_errors(self, errors: Iterable[FieldError]) -> Self:
        """Return the form with a message for each wrong field."""
        return replace(self, errors={error.field.removeprefix("author."): error.message for error in errors})

    def with_trouble(self, trouble: str) -> Self:
        """Return the form with the reason why it was not taken."""
        return replace(self, trouble=trouble)
