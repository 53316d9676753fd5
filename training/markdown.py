"""Tables in Markdown."""

from typing import Any

import pandas as pd

_SHARES = {
    "read again",
    "approved",
    "rejected",
    "for review",
    "leaked",
    "overblocked",
    "taken for foreign",
    "of the original",
}
_BUDGETS = {"leak budget", "overblock budget"}


def as_markdown(table: pd.DataFrame) -> str:
    """`table` as Markdown: shares in percent, other numbers to four places, whole ones as they are."""
    names = [str(name) for name in table.columns]
    lines = ["| " + " | ".join(names) + " |", "|" + "|".join(" --- " for _ in names) + "|"]
    for record in table.to_dict("records"):
        cells = (_cell(str(name), value) for name, value in record.items())
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(name: str, value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return "-"
    if name in _BUDGETS:
        return f"{value:.1%}"
    if name in _SHARES:
        return f"{value:.2%}"
    if isinstance(value, float):
        return f"{value:.4f}"
    return str(value).replace("|", "\\|")
