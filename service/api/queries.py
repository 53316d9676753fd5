"""Values from a request's query or JSON body, checked."""

import re
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, Self, TypeVar, cast

from service.domain.ids import is_event_id, is_id
from service.domain.submission import UNKNOWN_MAX, FieldError
from service.usecases.refusals import InvalidError

_WORD_MAX = 300
_SHOWN_MAX = 50
_DIGITS = re.compile(r"[0-9]{1,19}")

P = ParamSpec("P")
T = TypeVar("T")


class AllAtOnce:
    """Reads one value after the other; when the block ends all that is wrong is refused at once.

    A value that could not be read is `None` until then: values may be used after the block only.

    Raises
    ------
    InvalidError
        When the block ends, with a message for each wrong field.
    """

    def __init__(self) -> None:
        self._errors: list[FieldError] = []

    def __enter__(self) -> Self:
        """Begin to read."""
        return self

    def __call__(self, read: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Return what `read` does, or remember why it refused."""
        try:
            return read(*args, **options)
        except InvalidError as error:
            self._errors += error.errors
            return cast("T", None)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Refuse what was wrong, unless the block has failed otherwise."""
        if error is None and self._errors:
            raise InvalidError(self._errors)


def whole_number(data: Mapping[str, Any], name: str, *, default: int, least: int, most: int) -> int:
    """Return a whole number within its limits.

    Raises
    ------
    InvalidError
        When it is none, or beyond them.
    """
    value = data.get(name)
    if value is None or value == "":
        return default
    number = int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise InvalidError(
            [FieldError(name, f"Must be a whole number from {least} to {most:,}, got {_shown(value)}.")]
        )
    return number


def share(data: Mapping[str, Any], name: str, *, default: float) -> float:
    """Return a number from 0 to 1.

    Raises
    ------
    InvalidError
        When it is none, or beyond them.
    """
    value = data.get(name)
    if value is None:
        return default
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise InvalidError([FieldError(name, f"Must be a number from 0 to 1, got {_shown(value)}.")])
    return float(value)


def word(data: Mapping[str, Any], name: str, *, longest: int = _WORD_MAX) -> str:
    """Return a string, empty when it is absent.

    Raises
    ------
    InvalidError
        When it is no string, or too long.
    """
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidError([FieldError(name, "Must be a string.")])
    if len(value) > longest:
        raise InvalidError(
            [FieldError(name, f"Too long: at most {longest:,} characters, got {len(value):,}.")]
        )
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in value):
        raise InvalidError([FieldError(name, "Holds a character that is no text.")])
    return value


def needed_word(data: Mapping[str, Any], name: str, *, longest: int = _WORD_MAX) -> str:
    """Return a string that must be there; otherwise as `word`."""
    value = word(data, name, longest=longest)
    if not value:
        raise InvalidError([FieldError(name, "Is missing.")])
    return value


def cursor(data: Mapping[str, Any], name: str) -> str:
    """Return an event's id, empty when it is absent.

    Raises
    ------
    InvalidError
        When it is none.
    """
    value = word(data, name)
    if value and not is_event_id(value):
        raise InvalidError([FieldError(name, f"Must be an event's id, got {_shown(value)}.")])
    return value


def comment_id(data: Mapping[str, Any], name: str) -> str:
    """Return a comment's id, empty when it is absent.

    Raises
    ------
    InvalidError
        When it is none.
    """
    value = word(data, name)
    if value and not is_id(value):
        raise InvalidError([FieldError(name, f"Must be a comment's id, got {_shown(value)}.")])
    return value


def refuse_unknown(data: Mapping[str, Any], known: set[str], prefix: str = "") -> None:
    """Refuse fields that mean nothing here: most likely a slip of the pen.

    Raises
    ------
    InvalidError
        With a message for each, up to a number.
    """
    unknown = [name for name in data if name not in known]
    if unknown:
        message = f"Unknown field; known are {', '.join(sorted(known))}."
        raise InvalidError([FieldError(prefix + name[:50], message) for name in unknown[:UNKNOWN_MAX]])


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN_MAX else f"{shown[:_SHOWN_MAX]}…"
