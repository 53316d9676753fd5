"""What people write under an article every day, collected for this project: short reactions, and sources.

Talk pages have hardly any comment of one or two words, and where one is there it is often vandalism: a model
trained on them alone takes "haha" for abuse. And where the other data has a link beside few words, it is
spam: a model trained on it alone takes every source that is named for advertising. These rows say what such
words, and links, are by themselves.
"""

from itertools import cycle, product
from pathlib import Path

import pandas as pd

from classifier.labels import LABELS

EVERYDAY = HARMLESS, RUDE, LINKS = "everyday", "everyday_rude", "everyday_links"
"""Sources of one class each: an indicator of where rows come from would explain a mixed one away."""

_FOLDER = Path(__file__).parent
_SIGNS = """
👍 👏 🙏 ❤️ ❤ 💕 😂 🤣 😊 😀 😃 😄 😉 😍 🥰 😘 😎 🤔 😢 😭 😮 😱 🎉 🔥 💯 ✅ 👌 🙌 💪 🌹 ☀️ ⚽ 🏆
🇺🇦 🇬🇧 😅 😁 🤷 🙂 🤞
""".split()  # noqa: SIM905
_RUDE_SIGNS = ("\U0001f595", "\U0001f595\U0001f3fb", "\U0001f595\U0001f3ff")
_MARKS = """
... .. . ! !! !!! ? ?? ?! :) :-) :( ;) :D xD <3 - ^^
""".split()  # noqa: SIM905
_ENDINGS = ("", ".", "!", "!!", "...", " :)")
_RUDE_ENDINGS = ("", ".", "!", "!!!")
_TIMES = (1, 2, 3, 5)
_ADDRESSES_EACH = 12
"""So many addresses each remark that names a source comes with."""


def everyday_rows() -> pd.DataFrame:
    """Reactions with usual endings, and remarks with links: `text`, `source`, and labels that are sure."""
    phrases = _phrases("harmless")
    clean = [text + end for text, end in product(phrases, _ENDINGS)]
    clean += [sign * times for sign, times in product(_SIGNS, _TIMES)]
    clean += [f"{text} {sign}" for text, sign in zip(phrases, cycle(_SIGNS), strict=False)]
    rude = [text + end for text, end in product(_phrases("rude"), _RUDE_ENDINGS)]
    rude += [sign * times for sign, times in product(_RUDE_SIGNS, _TIMES)]
    harmless = [{"text": text, "source": HARMLESS} for text in (*clean, *_MARKS)]
    harmless += [{"text": text, "source": LINKS} for text in _with_links()]
    good = pd.DataFrame(harmless).assign(**dict.fromkeys(LABELS, 0.0))
    bad = pd.DataFrame({"text": rude, "source": RUDE, "toxicity": 1.0, "spam": 0.0})
    return pd.concat([good, bad], ignore_index=True).drop_duplicates("text", ignore_index=True)


def _with_links() -> list[str]:
    addresses = cycle(_phrases("addresses"))
    return [text.format(next(addresses)) for text in _phrases("links") for _ in range(_ADDRESSES_EACH)]


def _phrases(kind: str) -> list[str]:
    return (_FOLDER / f"everyday_{kind}.txt").read_text(encoding="utf-8").splitlines()
