"""A text as its features see it: disguises undone, every character traceable to where it came from."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from classifier.folding import fold, fold_character
from classifier.lookalikes import reveal

_Rewrite = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_LEET = str.maketrans("013457@$!|+", "oieastasiit")
_DOUBLES = frozenset("sglefo")  # letters that English doubles: `asssshole` is `asshole`


def _join(match: re.Match[str]) -> str:
    return match[0][:: len(match[2]) + 1]


def _unleet(match: re.Match[str]) -> str:
    return match[0].translate(_LEET)


def _shorten(match: re.Match[str]) -> str:
    return match[1] * 2 if match[1] in _DOUBLES else match[1]


# Each either keeps the length or leaves characters out, so that offsets can be followed.
_SPACED: _Rewrite = (  # l e t t e r s, l.e.t.t.e.r.s: four or more with the same separator between them
    re.compile(r"(?<![^\W_])([^\W_])([ ._*\-]{1,2})(?:[^\W_]\2){2,}[^\W_](?![^\W_])"),
    _join,
)
_LEETSPEAK: _Rewrite = (  # sh1t, a$$hole: stand-ins between letters; @ss, $hit: leading some
    re.compile(
        r"[013457@$!|+](?:(?<=[a-z].)(?=[013457@$!|+]?[a-z])|(?<=[a-z][013457@$!|+].)(?=[a-z])"
        r"|(?<![^\s].)(?<=[@$5])(?=[a-z$]{2}))"
    ),
    _unleet,
)
_DRAWN_OUT: _Rewrite = (re.compile(r"([a-z])\1{2,}"), _shorten)  # fuuuuck: no English word has three in a row
_RUNS: _Rewrite = (re.compile(r"([^\w\s])\1{3,}"), lambda match: match[1] * 3)  # !!!!!!!!

# An address of a page or a mailbox, but of the videos that comments on them repeat. By now `www` may be `w`,
# and an @ between letters an a.
_ENDINGS = "com|org|net|info|biz|ru|de|fr|uk|eu|co|tv|io|ly|gl|xyz"
_LINK = re.compile(
    r"https?://(?![a-z0-9.-]*youtu)\S{3,}"
    r"|(?<![a-z0-9@.-])(?![a-z0-9.-]*youtu)"
    rf"(?:w{{1,3}}\.[a-z0-9-]+\.\S{{2,}}|(?:[a-z0-9-]+\.)*[a-z0-9-]{{3,}}\.(?:{_ENDINGS})\b)"
)
LINK_MARK = " qzlinkqz"
"""Ends a text that has a link: advertisers change their address from text to text, and this stays."""
_DOTTED = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz0123456789", b"a" * 36)

# Where a rewrite may find something: letters are `a`, stand-ins but the dollar `0` and separators `-`.
# What is rare comes first in each pattern, so that a search goes from one such place to the next at once.
_SHAPES = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyz" + b"013457@!|+" + b" ._*-", b"a" * 26 + b"0" * 10 + b"-" * 5
)
_SPACED_SHAPE, _WIDELY_SPACED_SHAPE = b"a-a-a-a", b"a--a--a--a"
_SPACED_LEET_SHAPE = re.compile(rb"0(?:-a-a-a|(?<=a-0)-a-a|(?<=a-a-0)-a|(?<=a-a-a-0))")
_LEET_SHAPE, _DOLLAR_SHAPE = (
    re.compile(rb"%b(?:(?<=a%b)[0$]?a|(?<=-%b)[a$]{2})" % ((stand_in,) * 3)) for stand_in in (b"0", rb"\$")
)


@dataclass(frozen=True, slots=True)
class Traced:
    """A normalised text and, for each of its characters, the index of the original one."""

    text: str
    origins: list[int]


def normalise(text: str) -> str:
    """`text` folded, look-alikes revealed, spaced letters joined, leetspeak and drawn-out letters undone."""
    view = reveal(fold(text))
    for pattern, rewrite in _rewrites_for(view):
        view = pattern.sub(rewrite, view)
    return view


def view_of(text: str) -> str:
    """What features are taken of: `normalise(text)`, with a mark at its end when it has a link."""
    view = normalise(text)
    return view + LINK_MARK if _link_in(view) else view


def trace(text: str) -> Traced:
    """The same as `view_of(text)`, with the way back to `text`."""
    pieces = [fold_character(character) for character in text]
    view = reveal("".join(pieces))
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    for pattern, rewrite in _rewrites_for(view):
        view, origins = _rewrite_traced(pattern, rewrite, view, origins)
    if link := _link_in(view):
        view, origins = view + LINK_MARK, origins + _shared_out(origins[slice(*link.span())])
    return Traced(view, origins)


def _link_in(view: str) -> re.Match[str] | None:
    """The first link, looked for where there can be one: most comments have none."""
    shape = view.encode("utf-8", "replace").translate(_DOTTED)
    return _LINK.search(view) if b"a.a" in shape else None


def _shared_out(places: list[int]) -> list[int]:
    """Each character of the mark belongs to one of a link, in turn."""
    return [places[number % len(places)] for number in range(len(LINK_MARK))]


def _rewrites_for(view: str) -> list[_Rewrite]:
    """The rewrites that `view` may need: most comments need none, and looking is cheaper than rewriting."""
    data = view.encode("utf-8", "replace")
    shape = b"-" + data.translate(_SHAPES) + b"-"
    has_stand_ins = b"0" in shape
    needed = []
    if (
        _SPACED_SHAPE in shape
        or _WIDELY_SPACED_SHAPE in shape
        or (has_stand_ins and _SPACED_LEET_SHAPE.search(shape))
    ):
        needed.append(_SPACED)
    if (has_stand_ins and _LEET_SHAPE.search(shape)) or (b"$" in shape and _DOLLAR_SHAPE.search(shape)):
        needed.append(_LEETSPEAK)
    if needed or _has_run_of_three(data):
        needed += (_DRAWN_OUT, _RUNS)
    return needed


def _has_run_of_three(data: bytes) -> bool:
    codes = np.frombuffer(data, np.uint8)
    repeats: bytes = (codes[1:] == codes[:-1]).tobytes()
    return b"\1\1" in repeats


def _rewrite_traced(
    pattern: re.Pattern[str], rewrite: Callable[[re.Match[str]], str], view: str, origins: list[int]
) -> tuple[str, list[int]]:
    parts: list[str] = []
    kept: list[int] = []
    done = 0
    for match in pattern.finditer(view):
        replacement = rewrite(match)
        parts += (view[done : match.start()], replacement)
        kept += origins[done : match.start()]
        kept += (origins[match.start() + index] for index in _survivors(match[0], replacement))
        done = match.end()
    return "".join([*parts, view[done:]]), kept + origins[done:]


def _survivors(before: str, after: str) -> list[int]:
    """Where each character of `after` stood in `before`, which it equals in length or is a part of."""
    if len(before) == len(after):
        return list(range(len(before)))
    survivors: list[int] = []
    position = 0
    for character in after:
        position = before.index(character, position)
        survivors.append(position)
        position += 1
    return survivors
