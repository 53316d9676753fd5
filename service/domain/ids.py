"""Ids of comments: unique, not to be guessed, and in the order of time."""

import re
import secrets

_ID = re.compile(r"[0-9a-f]{32}")


def new_id(now_ms: int) -> str:
    """Return 32 hexadecimal digits that sort by `now_ms`, in milliseconds since 1970."""
    return f"{now_ms:012x}{secrets.token_hex(10)}"


def is_id(text: str) -> bool:
    """Whether it could be a comment's id."""
    return _ID.fullmatch(text) is not None
