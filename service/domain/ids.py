"""Ids of comments: unique, not to be guessed, and in the order of time."""

import secrets


def new_id(now_ms: int) -> str:
    """Return 32 hexadecimal digits that sort by `now_ms`, in milliseconds since 1970."""
    return f"{now_ms:012x}{secrets.token_hex(10)}"
