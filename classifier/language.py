"""Which language a comment is written in, said only when it is clear."""

import re
from dataclasses import dataclass

import pycld2

UNDETERMINED = "und"
SUPPORTED = frozenset({"en"})

_MOST_READ = 600  # characters; more does not make the answer surer
_FEWEST_LETTERS = 12  # of a Latin text: below it even people guess
_FEWEST_FOREIGN_LETTERS = 3  # of another script, which is clear at a glance
_ENGLISH_WORD = re.compile(
    r"\b(?:the|and|that|this|you|your|are|was|were|is|it|it's|what|with|have|has|of|not|they|his|don't|i'm|"
    r"for|but|who|would|should|about|there|their|from)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\uff21-\uff5a\U0001d400-\U0001d7ff]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINK_OR_HANDLE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|&#?\w+;")


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code, or `und` when the text is too short or unclear; whether the model can judge it."""

    code: str
    supported: bool


def identify(text: str) -> Language:
    """The language of `text`. Nothing is called foreign unless it is clearly so."""
    head = text[:_MOST_READ]
    if head.isascii() and len(set(map(str.lower, _ENGLISH_WORD.findall(head)))) > 1:
        return Language("en", supported=True)
    readable = _LINK_OR_HANDLE.sub(" ", _UNREADABLE.sub(" ", head))
    letters = len(_LETTER.findall(readable))
    foreign = len(_FOREIGN_LETTER.findall(readable))
    if foreign >= _FEWEST_FOREIGN_LETTERS and foreign * 2 > letters:
        return Language(_detect(readable) or UNDETERMINED, supported=False)
    if letters < _FEWEST_LETTERS:
        return Language(UNDETERMINED, supported=True)
    code = _detect(readable)
    return Language(code or UNDETERMINED, supported=code is None or code in SUPPORTED)


def _detect(readable: str) -> str | None:
    """The one language that the detector is sure of, else None."""
    try:
        reliable, _, ranked = pycld2.detect(readable)
    except pycld2.error:  # it refuses what it takes for broken UTF-8: then nobody can tell
        return None
    _, code, percent, _ = ranked[0]
    if not reliable or percent < 80 or code == "un":  # noqa: PLR2004
        return None
    return str(code).split("-", maxsplit=1)[0]
