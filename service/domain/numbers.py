"""Numbers as people and programs write them in text."""

import re

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def read_number(text: str) -> float:
    """Read a number in the digits 0 to 9; white space around it does not matter.

    Raises
    ------
    ValueError
        When it is none. Python's `float` takes the digits of every script, underscores, and `nan` too.
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"accepts a number in the digits 0 to 9, got {text!r}")
    return float(text)


def percent(share: float) -> str:
    """Return a share as a whole percentage; only what is certain reads 0% or 100%."""
    number = round(share * 100)
    if number == 0 and share > 0:
        return "<1%"
    if number == 100 and share < 1:  # noqa: PLR2004 - per cent
        return ">99%"
    return f"{number}%"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: `1 case`, `2 cases`."""
    return f"{number:,} {one if number == 1 else many}"


def ordinal(number: int) -> str:
    """Return a place in a row: `1st`, `12th`, `22nd`."""
    is_teen = number // 10 % 10 == 1
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
