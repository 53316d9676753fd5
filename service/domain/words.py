"""Lists of words that a site blocks or watches."""

import re
import unicodedata
from collections.abc import Iterable

WORD_MAX = 100


class WordList:
    """Finds whole words and phrases in a text, whatever their case; `*` stands for any letters.

    >>> WordList(["kettle*", "buy now"]).find("The KETTLES here")
    'KETTLES'
    """

    def __init__(self, entries: Iterable[str]) -> None:
        patterns = [_pattern(entry) for entry in entries]
        self._search = (
            re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE) if patterns else None
        )

    def find(self, text: str) -> str:
        """Return the first listed word in the text as it stands there, empty when there is none."""
        found = self._search.search(unicodedata.normalize("NFKC", text)) if self._search else None
        return found[0] if found else ""


def _pattern(entry: str) -> str:
    words = unicodedata.normalize("NFKC", entry).split()
    if not any(character.isalnum() for word in words for character in word) or len(entry) > WORD_MAX:
        raise ValueError(f"accepts words of 1 to {WORD_MAX} characters with a letter or digit, got {entry!r}")
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
