"""Lists of words that a site blocks or watches."""

import re
import unicodedata
from collections.abc import Iterable

WORD_MAX = 100
_TOKEN = re.compile(r"\w+")


class WordList:
    """Finds whole words and phrases in a text, whatever their case; `*` stands for any letters.

    >>> WordList(["kettle*", "buy now"]).find("The KETTLES here")
    'KETTLES'
    """

    def __init__(self, entries: Iterable[str]) -> None:
        listed = [_words_of(entry) for entry in entries]
        # Most entries are plain words: these are looked up, however many there are, and not tried one by one.
        self._plain = frozenset(words[0].lower() for words in listed if _is_plain(words))
        patterns = [_pattern(words) for words in listed if not _is_plain(words)]
        self._search = (
            re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE) if patterns else None
        )

    def find(self, text: str) -> str:
        """Return the first listed word in the text as it stands there, empty when there is none."""
        if not self._plain and not self._search:
            return ""
        text = unicodedata.normalize("NFKC", text)
        other = self._search.search(text) if self._search else None
        plain = self._first_plain(text, other.start() if other else len(text))
        return plain or (other[0] if other else "")

    def _first_plain(self, text: str, end: int) -> str:
        tokens = (token[0] for token in _TOKEN.finditer(text, 0, end))
        return next((token for token in tokens if token.lower() in self._plain), "")


def _words_of(entry: str) -> list[str]:
    words = unicodedata.normalize("NFKC", entry).split()
    shown = {character for word in words for character in word if character.isprintable()}
    if not shown - {"*"} or len(entry) > WORD_MAX:
        raise ValueError(f"accepts words of 1 to {WORD_MAX} characters, not of * alone, got {entry!r}")
    return words


def _is_plain(words: list[str]) -> bool:
    return len(words) == 1 and _TOKEN.fullmatch(words[0]) is not None


def _pattern(words: list[str]) -> str:
    return r"\s++".join(_word_pattern(word) for word in words)


def _word_pattern(word: str) -> str:
    r"""Return a pattern that never goes back on what a `*` took, so that no text makes it slow.

    Each part after a `*` is taken where it first comes, the last one where it ends the word. That finds a
    match whenever there is one: whatever could follow a later place can follow the first one too.
    """
    first, *others = (re.escape(part) for part in word.split("*"))
    if not others:
        return first
    *middle, last = others
    gaps = "".join(rf"(?>\w*?{part})" for part in middle if part)
    return first + gaps + (rf"(?>\w*?{last}(?!\w))" if last else r"\w*+")
