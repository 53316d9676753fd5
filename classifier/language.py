"""Which language a comment is written in, said only when it is clear."""

import re
import threading
from typing import NamedTuple

import gcld3

UNDETERMINED = "und"
SUPPORTED = frozenset({"en"})

_MOST_READ = 600  # characters; more does not make the answer surer
_GLANCE = 120  # characters in which most English comments show that they are
_ENOUGH = 2  # words that are English for certain
_FEWEST_LETTERS = 20  # of a Latin text: below it even people guess
_FEWEST_FOREIGN_LETTERS = 2  # of another script, which is clear at a glance
_LETTERS_PER_ENGLISH_WORD = 60  # with this many or fewer, a name or a quotation is what looks foreign
_SURE = 0.99
_SURE_WITH_ACCENTS = 0.9  # English has none, so less is needed
# What the detector takes slang and baby talk for is hardly ever one of these.
_WIDELY_WRITTEN = frozenset(
    "bg bs ca cs da de es et fi fr hr hu id is it lt lv ms nl no pl pt ro sk sl sq sr sv tr vi".split()  # noqa: SIM905
)
_FEWEST_LETTERS_OF_OTHERS = 80
# Frequent, and not a word of its own in the neighbouring languages.
_ENGLISH_WORDS = frozenset(
    """
    the and that this you your are were what with they don't i'm who would should about there their because
    when just like have which could them these some than been people very know how from has why does did
    really
    """.split()  # noqa: SIM905
)
_LETTER = re.compile(r"[^\W\d_]")
_ACCENT = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\uff21-\uff5a\U0001d400-\U0001d7ff]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINK_OR_HANDLE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|&#?\w+;|<[^>]*>")
_RENAMED = {"iw": "he"}  # the detector's code → ISO 639-1

_of_thread = threading.local()  # a detector is not to be shared between threads


class Language(NamedTuple):
    """ISO 639-1 code, or `und` when the text is too short or unclear; whether the model can judge it."""

    code: str
    supported: bool


def identify(text: str) -> Language:
    """The language of `text`. Nothing is called foreign unless it is clearly so."""
    head = text[:_MOST_READ]
    english = _english_words(head[:_GLANCE])
    if english < _ENOUGH:
        english = _english_words(head)
    if english >= _ENOUGH and head.isascii():
        return Language("en", supported=True)
    readable = _LINK_OR_HANDLE.sub(" ", _UNREADABLE.sub(" ", head))
    letters = len(_LETTER.findall(readable))
    foreign = len(_FOREIGN_LETTER.findall(readable))
    if foreign >= _FEWEST_FOREIGN_LETTERS and foreign * 2 > letters:
        return Language(_detect(readable)[0], supported=False)
    if letters < max(_FEWEST_LETTERS, english * _LETTERS_PER_ENGLISH_WORD):
        return Language(UNDETERMINED, supported=True)
    code, probability = _detect(readable.lower())  # capitals mislead it
    if probability < (_SURE_WITH_ACCENTS if _ACCENT.search(readable) else _SURE):
        return Language(UNDETERMINED, supported=True)
    if code not in _WIDELY_WRITTEN | SUPPORTED and letters < _FEWEST_LETTERS_OF_OTHERS:
        return Language(UNDETERMINED, supported=True)
    return Language(code, supported=code in SUPPORTED)


def _english_words(text: str) -> int:
    """How many of the frequent English words occur."""
    return len(_ENGLISH_WORDS.intersection(text.lower().split()))


def _detect(readable: str) -> tuple[str, float]:
    """The likeliest language of a text and the detector's probability of it."""
    if not hasattr(_of_thread, "detector"):
        _of_thread.detector = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=1_000)
    found = _of_thread.detector.FindLanguage(text=readable)
    code = str(found.language).split("-", maxsplit=1)[0]
    return _RENAMED.get(code, code), float(found.probability)
