"""What editors set on a site: texts, as they type them, that stand over the configuration's values.

Form, store, audit and the effect on a site all rest on one representation, setting → text. What equals the
configuration is not kept, so that a later change of the file still counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from service.complaints import complaint
from service.domain.house_rules import DEFAULT_RULES, HouseRule
from service.domain.rates import Rate
from service.domain.submission import FieldError
from service.site_config import Budgets, Limits, Site, SiteRules

RULES_MOST = 9
"""As many as there are keys for them."""
_RULE_CODE = re.compile(r"[a-z0-9_]{1,40}")
_LABEL_MOST, _SENTENCE_MOST = 40, 200
_SEPARATOR = " | "

_SECTIONS: dict[str, type[BaseModel]] = {"rules": SiteRules, "limits": Limits, "policy": Budgets}
_SECTION_OF = {name: section for section, model in _SECTIONS.items() for name in model.model_fields}
NAMES = (*_SECTION_OF, "house_rules")
"""Every setting that editors have."""

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleError(FieldError):
    """What is wrong with one house rule."""

    row: int
    """Which of the rules, from 0."""
    part: str
    """`code`, `label` or `sentence`."""


class InvalidSettingsError(Exception):
    """Raised with a message for each setting that makes no sense."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """A site's configuration with its editors' settings over it."""

    config: Site
    house_rules: tuple[HouseRule, ...] = DEFAULT_RULES

    def typed(self) -> dict[str, str]:
        """Return every setting as an editor would type it."""
        texts = {
            name: _typed(getattr(getattr(self.config, section), name))
            for name, section in _SECTION_OF.items()
        }
        return texts | {"house_rules": "\n".join(_rule_line(rule) for rule in self.house_rules)}

    @classmethod
    def read(cls, config: Site, typed: Typed) -> "SiteSettings":
        """Return the configuration with these settings over it; a setting that is not named stays.

        Raises
        ------
        InvalidSettingsError
            With a message for each that makes no sense.
        """
        whole = cls(config).typed() | {name: typed[name] for name in NAMES if name in typed}
        errors: list[FieldError] = []
        sections = {section: _section(model, whole, errors) for section, model in _SECTIONS.items()}
        rules = _house_rules(whole["house_rules"], errors)
        if errors:
            raise InvalidSettingsError(errors)
        return cls(config.model_copy(update=sections), rules)


def differing(before: Typed, after: Typed) -> tuple[dict[str, str], dict[str, str]]:
    """Return the settings that differ: as they were, and as they are."""
    names = [name for name in NAMES if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _typed(value: Any) -> str:
    match value:
        case None:
            return "off"
        case tuple():
            return "\n".join(value)
        case float():
            return f"{value * 100:.10g}%"
        case Rate() | int() | str():
            return str(value)
    raise TypeError(f"no editor types a {type(value).__name__}")


def _section(model: type[BaseModel], typed: Typed, errors: list[FieldError]) -> BaseModel | None:
    data = {name: _read(model, name, typed[name]) for name in model.model_fields}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for wrong in error.errors():
            name, message = str(wrong["loc"][0]), complaint(dict(wrong))
            got = "" if "got" in message else f", got {typed[name].strip()!r}"
            errors.append(FieldError(name, f"{message[:1].upper()}{message[1:]}{got}."))
        return None


def _read(model: type[BaseModel], name: str, text: str) -> object:
    default = model.model_fields[name].default
    if isinstance(default, tuple):
        return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    is_count = isinstance(default, int) and text.strip().isascii() and text.strip().isdigit()
    return int(text.strip()[:10]) if is_count else text.strip()


def _rule_line(rule: HouseRule) -> str:
    return _SEPARATOR.join((rule.code, rule.label, rule.sentence))


def _house_rules(text: str, errors: list[FieldError]) -> tuple[HouseRule, ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    parsed = [_house_rule(row, line) for row, line in enumerate(lines)]
    rules = tuple(rule for rule in parsed if isinstance(rule, HouseRule))
    codes = [rule.code for rule in rules]
    errors += [error for error in parsed if isinstance(error, RuleError)]
    if not 1 <= len(parsed) <= RULES_MOST:
        errors.append(FieldError("house_rules", f"Takes 1 to {RULES_MOST} rules, got {len(parsed)}."))
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        errors.append(FieldError("house_rules", f"Takes each code once, got {', '.join(twice)} twice."))
    return rules


def _house_rule(row: int, line: str) -> HouseRule | RuleError:
    """Return the rule of a line, or what is wrong with it."""

    def wrong(part: str, message: str) -> RuleError:
        return RuleError("house_rules", message, row, part)

    code, label, sentence = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
    if line.count("|") > _SEPARATOR.count("|") * 2:
        return wrong("code", f"A rule has no bar (|) in it, got {line!r}.")
    if not _RULE_CODE.fullmatch(code):
        return wrong("code", f"A code has 1 to 40 small letters, digits and underscores, got {code!r}.")
    if not 1 <= len(label) <= _LABEL_MOST:
        return wrong(
            "label", f"The button of {code!r} needs 1 to {_LABEL_MOST} characters, got {len(label)}."
        )
    if not 1 <= len(sentence) <= _SENTENCE_MOST:
        said = f"The sentence of {code!r} needs 1 to {_SENTENCE_MOST} characters, got {len(sentence)}."
        return wrong("sentence", said)
    return HouseRule(code, label, sentence)
