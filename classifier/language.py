"""Which language a comment is written in, said only when it is clear."""

import re
from dataclasses import dataclass

import pycld2

UNDETERMINED = "und"
SUPPORTED = frozenset({"en"})

_MOST_READ = 600  # characters; more does not make the answer surer
_FEWEST_LETTERS = 12  # of a Latin text: below it even people guess
_FEWEST_FOREIGN_LETTERS = 2  # of another script, which is clear at a glance
_LETTERS_PER_ENGLISH_WORD = 60  # with this many or fewer, a name or a quotation is what looks foreign
# Frequent, and not a word of its own in the neighbouring languages.
_ENGLISH_WORDS = frozenset(
    """
    the and that this you your are were what with they don't i'm who would should about there their because
    when just like
    """.split()  # noqa: SIM905
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
    english = len(_ENGLISH_WORDS.intersection(head.lower().split()))
    if english > 1 and head.isascii():
        return Language("en", supported=True)
    readable = _LINK_OR_HANDLE.sub(" ", _UNREADABLE.sub(" ", head))
    letters = len(_LETTER.findall(readable))
    foreign = len(_FOREIGN_LETTER.findall(readable))
    if foreign >= _FEWEST_FOREIGN_LETTERS and foreign * 2 > letters:
        return Language(_detect(readable) or UNDETERMINED, supported=False)
    if letters < _FEWEST_LETTERS or (english and letters < english * _LETTERS_PER_ENGLISH_WORD):
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
