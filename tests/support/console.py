"""Runs the ```console blocks of a Markdown page, and compares what they print with what the page shows."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANYTHING = "…"
_BLOCK = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_BARE_ANYTHING = re.compile(rf'(?<!")(?<=[\s:\[,]){ANYTHING}(?=[\s,\]}}])')


@dataclass(frozen=True)
class Example:
    """One command of a page and what the page says that it prints."""

    line: int
    command: str
    shown: str


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and the status that it ended with."""

    printed: str
    status: int


def examples_in(page: str) -> list[Example]:
    """Return the examples of a Markdown page in their order."""
    found = []
    for block in _BLOCK.finditer(page):
        first_line = page.count("\n", 0, block.start("body")) + 1
        found += _examples_in_block(block["body"], first_line)
    return found


def _examples_in_block(body: str, first_line: int) -> list[Example]:
    """Split a block at its `$ `; a command goes on while it is incomplete for the shell."""
    found = []
    for part in re.finditer(r"^\$ .*?(?=^\$ |\Z)", body, re.MULTILINE | re.DOTALL):
        lines = part[0][2:].splitlines()
        length = next(
            n for n in range(1, len(lines) + 1) if n == len(lines) or _is_complete("\n".join(lines[:n]))
        )
        line = first_line + body.count("\n", 0, part.start())
        found.append(Example(line, "\n".join(lines[:length]), "\n".join(lines[length:])))
    return found


def _is_complete(command: str) -> bool:
    if command.endswith("\\"):
        return False
    checked = subprocess.run(["/bin/bash", "-n"], input=command, text=True, capture_output=True, check=False)
    return checked.returncode == 0 and not checked.stderr


def run_examples(examples: list[Example], folder: Path, environment: Mapping[str, str]) -> list[Outcome]:
    """Run all commands in one shell, so that one may use what an earlier one set."""
    script = "".join(
        f"{{ {example.command}\n}} >{place}.out 2>&1 </dev/null\necho $? >{place}.status\n"
        for place, example in enumerate(examples)
    )
    subprocess.run(["/bin/bash", "-c", script], cwd=folder, env=dict(environment), check=True, timeout=120)
    return [
        Outcome((folder / f"{place}.out").read_text(), int((folder / f"{place}.status").read_text()))
        for place in range(len(examples))
    ]


def agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what a command printed: `…` stands for anything, JSON may be laid out freely."""
    try:
        return _agrees_json(json.loads(_BARE_ANYTHING.sub(f'"{ANYTHING}"', shown)), json.loads(printed))
    except json.JSONDecodeError:
        return _agrees_text(_without_edges(shown), _without_edges(printed))


def _without_edges(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _agrees_text(shown: str, printed: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in shown.split(ANYTHING))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def _agrees_json(shown: Any, printed: Any) -> bool:
    if shown == ANYTHING:
        return True
    if isinstance(shown, dict) and isinstance(printed, dict):
        return shown.keys() == printed.keys() and all(
            _agrees_json(shown[name], printed[name]) for name in shown
        )
    if isinstance(shown, list) and isinstance(printed, list):
        return len(shown) == len(printed) and all(map(_agrees_json, shown, printed))
    if isinstance(shown, str) and isinstance(printed, str):
        return _agrees_text(shown, printed)
    return bool(shown == printed)
