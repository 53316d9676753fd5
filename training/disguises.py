"""How people hide words from a filter: each disguise rewrites words so that a reader still reads them.

A disguise takes a word and a source of chance. `disguise` applies one to the words of a text that a list of
rude words would catch, and to a share of the others, so that the treatment says nothing about the meaning.
"""

import random
import re
from collections.abc import Callable, Mapping

_WORD = re.compile(r"[A-Za-z]{3,}")
_SHARE = 0.3
_VOWELS = "aeiou"
_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7+"}
_CYRILLIC = dict(zip("aceopxyijs", "асеорхуіјѕ", strict=True))  # noqa: RUF001 - look-alikes are the point
_GREEK = dict(zip("aiovu", "αιονυ", strict=True))  # noqa: RUF001
_NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjkkzxcvbnn", strict=True))
_EMOJI_A = ord("\U0001f170")

Disguise = Callable[[str, random.Random], str]


def _some(word: str, chance: random.Random, table: Mapping[str, str], least: int = 1) -> str:
    places = [i for i, letter in enumerate(word.lower()) if letter in table]
    chosen = set(chance.sample(places, min(len(places), max(least, len(places) // 2))))
    return "".join(chance.choice(table[c.lower()]) if i in chosen else c for i, c in enumerate(word))


def _leet(word: str, chance: random.Random) -> str:
    return _some(word, chance, _LEET)


def _look_alikes(word: str, chance: random.Random) -> str:
    return _some(word, chance, chance.choice((_CYRILLIC, _GREEK)), least=2)


def _between(word: str, mark: str) -> str:
    return mark.join(word)


def _invisible(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice("\u200b\u200c\u200d\u2060\ufeff") + word[place:]


def _soft_hyphens(word: str, _: random.Random) -> str:
    return _between(word, "\u00ad")


def _combining(word: str, chance: random.Random) -> str:
    return "".join(c + chance.choice(("", "\u0301", "\u0336", "\u0308")) for c in word)


def _spaced(word: str, chance: random.Random) -> str:
    return _between(word, chance.choice((" ", ".", "-", "_", "*"))) if len(word) > 3 else word  # noqa: PLR2004


def _repeated(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place] * chance.randrange(3, 6) + word[place + 1 :]


def _dropped(word: str, chance: random.Random) -> str:
    places = [i for i, letter in enumerate(word) if i and letter.lower() in _VOWELS] or [len(word) - 1]
    place = chance.choice(places)
    return word[:place] + word[place + 1 :]


def _typo(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    if chance.random() < 0.5:  # noqa: PLR2004 - two kinds of slips, equally often
        return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return word[:place] + _NEIGHBOURS.get(word[place].lower(), word[place]) + word[place + 1 :]


def _masked(word: str, chance: random.Random) -> str:
    inner = range(1, len(word) - 1)
    count = chance.choice((1, max(1, len(word) - 2)))
    hidden = set(chance.sample(inner, min(count, len(inner))))
    return "".join("*" if i in hidden else c for i, c in enumerate(word))


def _full_width(word: str, _: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in word)


def _mixed_case(word: str, chance: random.Random) -> str:
    return "".join(chance.choice((c.upper(), c.lower())) for c in word)


def _reversed(word: str, _: random.Random) -> str:
    return word[::-1]


def _emoji_letters(word: str, _: random.Random) -> str:
    return "".join(chr(_EMOJI_A + ord(c.lower()) - ord("a")) for c in word)


DISGUISES: Mapping[str, Disguise] = {
    "leetspeak": _leet,
    "look-alike letters": _look_alikes,
    "invisible characters": _invisible,
    "soft hyphens": _soft_hyphens,
    "combining marks": _combining,
    "spaces and dots": _spaced,
    "repeated letters": _repeated,
    "dropped letters": _dropped,
    "typos": _typo,
    "asterisks": _masked,
    "full width": _full_width,
    "mixed case": _mixed_case,
    "reversed": _reversed,
    "emoji letters": _emoji_letters,
}


def disguise(text: str, name: str, rude: frozenset[str], seed: int) -> str:
    """`text` with its rude words, and a share of the others, in the disguise called `name`.

    The same text, name and seed give the same result.
    """
    change = DISGUISES[name]
    chance = random.Random(f"{seed}:{name}:{text}")  # noqa: S311 - reproducible, not secret

    def maybe(match: re.Match[str]) -> str:
        word = match[0]
        return change(word, chance) if word.lower() in rude or chance.random() < _SHARE else word

    return _WORD.sub(maybe, text)
