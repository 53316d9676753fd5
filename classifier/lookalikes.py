# ruff: noqa: RUF002 - letters that look like others are what this is about
"""Letters of other alphabets that pass for Latin ones, undone only where they pose as Latin."""

import re

# Lower case, after folding. From Unicode's confusables, kept to what a reader takes for the letter.
_CYRILLIC = dict(zip("абвгдеёзийкмнорстухчьѕіїјһԁԛԝ", "a6brgee3nnkmhopctyx4bsiijhdqw", strict=True))
_GREEK = dict(zip("αβγεηικνορτυχω", "abyenikvoptuxw", strict=True))
_OTHERS = dict(zip("ıɑɡոօѵӏꞓƒøł", "iagnovlcfol", strict=True))
_LATIN = str.maketrans(_CYRILLIC | _GREEK | _OTHERS)
# Those that a reader could not tell from a Latin letter: a word of these alone may pose as well.
_PERFECT = "аеорсухѕіјһԁԛԝαικνορτυ"

_WORD = re.compile(r"\w+")
_POSING_WORD = re.compile(rf"\b[{_PERFECT}]{{3,}}\b")
_LATIN_LETTER = re.compile("[a-z]")
_OTHER_LETTER = re.compile(r"[^\x00-\x7f\W\d_]")


def reveal(folded: str) -> str:
    """`folded` with look-alikes made Latin, of the same length: `fuсk` with a Cyrillic с is `fuck`.

    Words wholly in another alphabet stay, unless each letter of theirs could pose as Latin and the text is
    otherwise mostly Latin.
    """
    if folded.isascii():
        return folded
    revealed = _WORD.sub(_if_mixed, folded)
    if len(_LATIN_LETTER.findall(revealed)) > len(_OTHER_LETTER.findall(revealed)):
        revealed = _POSING_WORD.sub(_to_latin, revealed)
    return revealed


def _if_mixed(match: re.Match[str]) -> str:
    word = match[0]
    return word if word.isascii() or not _LATIN_LETTER.search(word) else word.translate(_LATIN)


def _to_latin(match: re.Match[str]) -> str:
    return match[0].translate(_LATIN)
