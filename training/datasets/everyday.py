"""Short reactions as people write them under an article, harmless and rude, collected for this project.

Talk pages have hardly any comment of one or two words, and where one is there it is often vandalism: a model
trained on them alone takes "haha" for abuse. These rows say what such words are by themselves.
"""

from itertools import cycle, product
from pathlib import Path

import pandas as pd

from classifier.labels import LABELS

HARMLESS, RUDE = "everyday", "everyday_rude"
"""Two sources of one class each: an indicator of where rows come from would explain a mixed one away."""

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


def everyday_rows() -> pd.DataFrame:
    """The reactions with their usual endings: `text`, `source`, and the labels that are sure."""
    phrases = _phrases("harmless")
    clean = [text + end for text, end in product(phrases, _ENDINGS)]
    clean += [sign * times for sign, times in product(_SIGNS, _TIMES)]
    clean += [f"{text} {sign}" for text, sign in zip(phrases, cycle(_SIGNS), strict=False)]
    rude = [text + end for text, end in product(_phrases("rude"), _RUDE_ENDINGS)]
    rude += [sign * times for sign, times in product(_RUDE_SIGNS, _TIMES)]
    harmless = pd.DataFrame({"text": [*clean, *_MARKS], "source": HARMLESS})
    harmless = harmless.assign(**dict.fromkeys(LABELS, 0.0))
    bad = pd.DataFrame({"text": rude, "source": RUDE, "toxicity": 1.0, "spam": 0.0})
    return pd.concat([harmless, bad], ignore_index=True).drop_duplicates("text", ignore_index=True)


def _phrases(kind: str) -> list[str]:
    return (_FOLDER / f"everyday_{kind}.txt").read_text(encoding="utf-8").splitlines()
