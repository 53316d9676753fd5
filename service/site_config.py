"""The TOML file: what each site allows, limits and decides by."""

import re
import tomllib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from service.complaints import complaints
from service.domain.durations import parse_duration_s
from service.domain.numbers import counted, read_number
from service.domain.policy import NewAuthors, Rules
from service.domain.rates import Rate
from service.domain.submission import is_web_address
from service.domain.webhook_secret import key_of
from service.domain.words import WordList

DEFAULT_SITE = "default"
SECRET_LEAST = 16

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?P<port>(?::[0-9]{1,5})?)")
_USUAL_PORTS = {"http": ":80", "https": ":443"}


class QueueingFace(StrEnum):
    """Faces whose checks may enter the review queue."""

    AKISMET = "akismet"
    CORAL = "coral"


class ConfigError(Exception):
    """Raised with every wrong entry of the file: where it stands, what it accepts and what was got."""


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        accepted = "a name of 1 to 40 small letters, digits, dashes and underscores"
        raise ValueError(f"accepts {accepted}, got {value!r}")
    return value


def _rate(value: Any) -> Rate | None:
    return None if value == "off" else Rate.parse(value if isinstance(value, str) else repr(value))


def _budget(value: Any) -> float:
    return _percentage(value, 'above 0% and below 50% such as "1%"', lambda share: 0 < share < 0.5)  # noqa: PLR2004


def _share(value: Any) -> float:
    return _percentage(value, 'from 0% to 100% such as "2%"', lambda share: 0 <= share <= 1)


def _percentage(value: Any, accepted: str, fits: Callable[[float], bool]) -> float:
    text = value if isinstance(value, str) else repr(value)
    try:
        share = read_number(text.removesuffix("%").strip()) / 100
    except ValueError:
        share = -1.0
    if not text.endswith("%") or not fits(share):
        raise ValueError(f"accepts a percentage {accepted}, got {text!r}")
    return share


def _duration(value: Any) -> int:
    return parse_duration_s(value if isinstance(value, str) else repr(value))


def _origin(value: str) -> str:
    """Return an origin as browsers write it: in small letters, without the port that goes without saying."""
    found = _ORIGIN.fullmatch(value.lower())
    if found is None or not is_web_address(value):
        raise ValueError(f'accepts an origin such as "https://news.example" without a path, got {value!r}')
    is_usual = found["port"] == _USUAL_PORTS[found["scheme"]]
    return f"{found['scheme']}://{found['host']}" + ("" if is_usual else found["port"])


def _secret(value: str) -> str:
    if len(value) < SECRET_LEAST:
        raise ValueError(f"accepts at least {SECRET_LEAST} characters, got {len(value)}")
    return value


def _web_address(value: str) -> str:
    if not is_web_address(value) or "@" in value.split("/")[2]:
        shown = value.rpartition("@")[2]
        raise ValueError(f"accepts an http or https address without a password, got {shown!r}")
    return value


def _webhook_secret(value: str) -> str:
    try:
        key_of(value)
    except ValueError as error:
        raise ValueError(f"accepts {error}, got {counted(len(value), 'character', 'characters')}") from error
    return value


def _words(value: tuple[str, ...]) -> tuple[str, ...]:
    WordList(value)
    return value


Name = Annotated[str, AfterValidator(_name)]
Limit = Annotated[Rate | None, BeforeValidator(_rate)]
Budget = Annotated[float, BeforeValidator(_budget)]
Share = Annotated[float, BeforeValidator(_share)]
Duration = Annotated[int, BeforeValidator(_duration)]
Origin = Annotated[str, AfterValidator(_origin)]
Secret = Annotated[str, AfterValidator(_secret)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
WebhookSecret = Annotated[str, AfterValidator(_webhook_secret)]
Words = Annotated[tuple[str, ...], AfterValidator(_words)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _names_once(value: tuple["Webhook", ...]) -> tuple["Webhook", ...]:
    names = [hook.name for hook in value]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"accepts each name once, got {', '.join(sorted(twice))} twice")
    return value


class Limits(_Table):
    """How much may be written: the defaults let a person write and stop a flood."""

    address: Limit = Rate(6, 60)
    author: Limit = Rate(6, 60)
    article: Limit = None
    site: Limit = None
    key: Limit = None


class Budgets(_Table):
    """The error budgets, as shares, and the share of what the policy decides that is looked at blind."""

    leak: Budget = 0.01
    overblock: Budget = 0.05
    sample: Share = 0.0


class SiteRules(_Table):
    """The rules beside the scores."""

    blocked_words: Words = ()
    watched_words: Words = ()
    max_links: int = Field(default=2, ge=0, le=100, strict=True)
    new_authors: NewAuthors = NewAuthors.LINKS

    def as_rules(self) -> Rules:
        """Return the same as the policy takes it."""
        return Rules(self.blocked_words, self.watched_words, self.max_links, self.new_authors)


class Retention(_Table):
    """How long things are kept, in seconds."""

    rejected: Duration = 184 * 86_400  # as long as the commenter may appeal, and a day
    decisions: Duration = 90 * 86_400
    duplicates: Duration = 600
    labels: Duration = 365 * 86_400


class CoralFace(_Table):
    """What Coral's external moderation phase is set to."""

    secrets: tuple[Secret, ...] = ()
    timeout_ms: int = Field(default=800, ge=100, le=10_000)


class Faces(_Table):
    """How programs made for other services are answered."""

    queue: frozenset[QueueingFace] = frozenset()
    coral: CoralFace = CoralFace()


class Webhook(_Table):
    """An endpoint that is told what happens."""

    name: Name
    url: WebAddress
    secrets: Annotated[tuple[WebhookSecret, ...], Field(min_length=1)]
    allow_private: bool = False
    timeout: Duration = 10


class Site(_Table):
    """One site."""

    origins: tuple[Origin, ...] = ()
    limits: Limits = Limits()
    policy: Budgets = Budgets()
    rules: SiteRules = SiteRules()
    retention: Retention = Retention()
    faces: Faces = Faces()
    webhooks: Annotated[tuple[Webhook, ...], AfterValidator(_names_once)] = ()


class Config(_Table):
    """The whole file."""

    sites: dict[Name, Site] = Field(default={DEFAULT_SITE: Site()}, min_length=1)


def load_config(path: Path | None) -> Config:
    """Read the file; without one there is a single site, `default`.

    Raises
    ------
    ConfigError
        When the file can't be read, is no TOML, or holds a wrong entry.
    """
    if path is None:
        return Config()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = f"accepts the path of a readable TOML file, got {error.strerror}"
        raise ConfigError(f"FAIRWORD_CONFIG: {path}: {why}") from error
    except (ValueError, RecursionError) as error:  # some numbers and nestings are more than it can take
        raise ConfigError(f"FAIRWORD_CONFIG: {path}: accepts TOML in UTF-8, got {error}") from error
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        lines = [f"FAIRWORD_CONFIG: {path}: {complaint}" for complaint in complaints(error)]
        raise ConfigError("\n".join(lines)) from error
