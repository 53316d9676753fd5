"""What pydantic finds wrong with what somebody configured, in their words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from service.domain.numbers import counted, ordinal

_WORDS = {
    "Input should be": "must be",
    "valid integer": "whole number",
    "a valid boolean": "true or false",
    "valid ": "",
    "frozenset": "list",
    "tuple": "list",
    "dictionary": "table",
    "Dictionary": "Table",
    "Tuple": "List",
    "Table should": "must",
    "List should": "must",
    " after validation, not 0": "",
    ", unable to parse string as an integer": "",
    ", unable to interpret input": "",
}
"""How we say what pydantic says for programmers."""
_SAID_ALONE = {"extra_forbidden": "no such entry", "missing": "is missing"}
"""What is said where there is no value to tell of."""
_WITH_SECRETS = frozenset({"webhooks", "coral"})
"""Tables that hold secrets: a text in a wrong place there may be one."""


def complaints(error: ValidationError) -> list[str]:
    """Return each wrong entry: where it stands, what is wrong, and what was got."""
    found = [dict(wrong) for wrong in error.errors()]
    return [_describe(wrong) for wrong in found if not _follows(wrong)]


def _follows(wrong: Mapping[str, Any]) -> bool:
    """Whether a list is called empty only because all that it holds is wrong, each of which is told."""
    return wrong["type"] == "too_short" and bool(wrong["input"])


def complaint(wrong: Mapping[str, Any]) -> str:
    """Return what is wrong with a value, in words for whoever typed it."""
    message = str(wrong["msg"])
    if wrong["type"] == "value_error":  # our own words, and perhaps a quotation of theirs
        return message.removeprefix("Value error, ")
    for theirs, ours in _WORDS.items():
        message = message.replace(theirs, ours)
    return re.sub(r" or instance of \w+", "", message)


def _describe(wrong: Mapping[str, Any]) -> str:
    where = _where([part for part in wrong["loc"] if part != "[key]"])
    if wrong["type"] in _SAID_ALONE:
        return f"{where}: {_SAID_ALONE[wrong['type']]}"
    message = complaint(wrong)
    return f"{where}: {message}" if "got" in message else f"{where}: {message}, got {_got(wrong)}"


def _where(place: Sequence[str | int]) -> str:
    """Return where an entry stands, as people count: `sites.default.webhooks, the 1st, url`."""
    words = ""
    for before, part in zip(("", *place), place, strict=False):
        if isinstance(part, int):
            words += f", the {ordinal(part + 1)}"
        else:
            words += f"{', ' if isinstance(before, int) else '.'}{part}"
    return words.removeprefix(".")


def _got(wrong: Mapping[str, Any]) -> str:
    """Return what stood there, but nothing that may hold a secret: the message lands in logs."""
    value = wrong["input"]
    if isinstance(value, dict | list):
        return f"{'a' if value else 'an empty'} {'table' if isinstance(value, dict) else 'list'}"
    if isinstance(value, str) and not _WITH_SECRETS.isdisjoint(wrong["loc"]):
        return counted(len(value), "character", "characters")
    return repr(value)
