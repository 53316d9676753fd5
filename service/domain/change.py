"""Changes: who set what on a site, when, from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

PROGRAM = "A program of the site"
"""Stands in `by` where a site key was used."""


class ChangeOf(StrEnum):
    """What was changed."""

    ARTICLE = "article"
    """How comments on an article are treated; `subject` is its id."""
    SETTINGS = "settings"
    """The site's rules, limits and budgets; `subject` is empty."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one setting."""

    name: str
    before: str
    after: str

    @property
    def is_list(self) -> bool:
        """Whether it holds several lines, so that those that came and went say more than the whole."""
        return "\n" in self.before or "\n" in self.after

    @property
    def added(self) -> list[str]:
        """The lines that came."""
        return _lines_only_in(self.after, self.before)

    @property
    def removed(self) -> list[str]:
        """The lines that went."""
        return _lines_only_in(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that an editor or a program of the site changed; only what differs is named."""

    what: ChangeOf
    subject: str
    by: str
    at_ms: int
    before: Mapping[str, str]
    """Setting → what it was; of a list the lines that went, each ended."""
    after: Mapping[str, str]
    """Setting → what it is now; of a list the lines that came."""

    @classmethod
    def of_settings(
        cls, by: str, at_ms: int, before: Mapping[str, str], after: Mapping[str, str]
    ) -> "Change":
        """Return the change of a site's settings, given those that differ."""
        told = [_told(Difference(name, before[name], after[name])) for name in after]
        return cls(
            ChangeOf.SETTINGS,
            "",
            by,
            at_ms,
            {each.name: each.before for each in told},
            {each.name: each.after for each in told},
        )

    def differences(self) -> Iterator[Difference]:
        """Yield what became of each setting that was changed."""
        for name, after in self.after.items():
            yield Difference(name, self.before[name], after)


def _lines_only_in(one: str, other: str) -> list[str]:
    known = set(other.splitlines())
    return [line for line in one.splitlines() if line and line not in known]


def _told(setting: Difference) -> Difference:
    """Return what is kept: a list may be long, and is changed often."""
    if not setting.is_list:
        return setting
    return Difference(setting.name, _ended(setting.removed), _ended(setting.added))


def _ended(lines: list[str]) -> str:
    return "\n".join([*lines, ""]) or "\n"
