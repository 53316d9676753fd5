"""Ids of comments, unique, not to be guessed and in the order of time; and of events, in their order."""

import re
import secrets

_ID = re.compile(r"[0-9a-f]{32}")
_EVENT_ID = re.compile(r"[0-9]{1,19}(?:-[0-9]{1,19})?")


def new_id(now_ms: int) -> str:
    """Return 32 hexadecimal digits that sort by `now_ms`, in milliseconds since 1970."""
    return (now_ms.to_bytes(6, "big") + secrets.token_bytes(10)).hex()


def is_id(text: str) -> bool:
    """Whether it could be a comment's id."""
    return _ID.fullmatch(text) is not None


def is_event_id(text: str) -> bool:
    """Whether it could be an event's id: that of an entry in a stream of Redis."""
    return _EVENT_ID.fullmatch(text) is not None


def event_ms(event_id: str) -> int:
    """Return when an event was written, in milliseconds since 1970 by the clock of Redis."""
    return int(event_id.partition("-")[0])
