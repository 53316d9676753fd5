"""Normalised texts end to end, so that many can be hashed in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

READ_BYTES = 65_000
"""More than a comment of ours may have; the rest of a longer text, as other forms send it, is not read."""
_PADDING = b" "
_LONGEST = READ_BYTES + 2 * len(_PADDING)


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts one after the other, each between two spaces."""

    data: bytes
    ends: list[int]
    """Where each text ends in `data`, its padding included; there the next one begins."""


def passages_of(views: Iterable[str]) -> Iterator[Passage]:
    """All `views` in their order, as few passages of a bounded length as hold them."""
    parts: list[bytes] = []
    ends: list[int] = []
    length = 0
    for view in views:
        part = _PADDING + encode(view)[:READ_BYTES] + _PADDING
        if length + len(part) > _LONGEST and parts:
            yield Passage(b"".join(parts), ends)
            parts, ends, length = [], [], 0
        length += len(part)
        parts.append(part)
        ends.append(length)
    if parts:
        yield Passage(b"".join(parts), ends)


def is_read_whole(view: str) -> bool:
    """Whether nothing of `view` is left out."""
    return len(encode(view)) <= READ_BYTES


def encode(view: str) -> bytes:
    """`view` in UTF-8; lone surrogates become question marks."""
    return view.encode("utf-8", "replace")
