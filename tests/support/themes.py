"""The snippets of `docs/themes.md`."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "themes.md"


def snippet(language: str) -> str:
    """The one snippet in this language, as it stands on the page."""
    text = PAGE.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```{re.escape(language)}\n(.+?)^```", text, re.MULTILINE | re.DOTALL)
    return str(found)
