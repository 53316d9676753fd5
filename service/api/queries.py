"""Values from a request's query or JSON body, checked."""

from collections.abc import Mapping
from typing import Any

from service.domain.submission import FieldError
from service.usecases.refusals import InvalidError

_WORD_MAX = 300


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
    number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 20 else value  # noqa: PLR2004
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise InvalidError(
            [FieldError(name, f"Must be a whole number from {least} to {most:,}, got {value!r}.")]
        )
    return number


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
