"""Changes: who set what on a site, when, from what to what."""

from collections.abc import Mapping
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
class Change:
    """Something that an editor or a program of the site changed; only what differs is named."""

    what: ChangeOf
    subject: str
    by: str
    at_ms: int
    before: Mapping[str, str]
    after: Mapping[str, str]
