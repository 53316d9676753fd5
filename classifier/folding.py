# ruff: noqa: RUF002 - letters that look like others are what this is about
"""Each character on its own, as a reader sees it: `Ｆ`, `𝐟`, `f̈` and `ⓕ` are all `f`."""

import unicodedata

_COMBINING = (range(0x0300, 0x0370), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100))
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")
# Letters on tiles, which Unicode does not decompose: the first code of each run from A to Z.
_TILES = (0x1F150, 0x1F170, 0x1F1E6)
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))


_REMEMBERED = 20_000  # more than people write with; all of Unicode would take a tenth of a gigabyte


class _Folding(dict[int, str]):
    """A table for `str.translate` that fills itself; filling twice from two threads does no harm."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    code = ord(character)
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if character.isspace():
        return " "
    if _is_invisible(character, code, category):
        return ""
    for first in _TILES:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    if character in _SMALL_CAPITALS:
        return _SMALL_CAPITALS[character]
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not _is_combining(ord(c)))
    return plain.lower() if plain.isascii() and plain.strip() else character.lower()


def _is_invisible(character: str, code: int, category: str) -> bool:
    return (
        category in ("Cf", "Cc")
        or character in _INVISIBLE_LETTERS
        or _is_combining(code)
        or 0xFE00 <= code < 0xFE10  # variation selectors  # noqa: PLR2004
    )


def _is_combining(code: int) -> bool:
    return any(code in block for block in _COMBINING)


_TABLE = _Folding()


def fold(text: str) -> str:
    """`text` in lower case without accents, styles and invisible characters; other scripts stay."""
    return text.translate(_TABLE) if not text.isascii() or _has_control(text) else text.lower()


def fold_character(character: str) -> str:
    """What `fold` makes of one character: none, one or several characters."""
    return _TABLE[ord(character)]


def _has_control(text: str) -> bool:
    return not text.isprintable()
