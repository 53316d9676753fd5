"""The script behind `<fairword-form>`: its parts as one file, compressed once."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PARTS = Path(__file__).parent / "parts"
_ORDER = ("words", "elements", "service", "draft", "attempt", "thread", "fields", "notice", "form", "element")
"""A later part uses earlier ones; together they share one scope, so that nothing leaks into the page."""


@dataclass(frozen=True, slots=True)
class Script:
    """The file as it goes out."""

    plain: bytes
    gzipped: bytes
    tag: str
    """Another one whenever the content is."""


@cache
def script() -> Script:
    """Return the script, put together at the first call."""
    parts = [_without_remarks((_PARTS / f"{name}.js").read_text(encoding="utf-8")) for name in _ORDER]
    style = f"const STYLE = {json.dumps(_compact(_PARTS / 'style.css'))};\n"
    plain = ("(() => {\n" + style + "".join(parts) + "})();\n").encode()
    return Script(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


def _without_remarks(source: str) -> str:
    """Return a part without indentation and comments, which stand on lines of their own."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _compact(style: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    tight = re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", re.sub(r"\s+", " ", text))
    return tight.replace(";}", "}").strip()
