"""Settings of a training run, read from a TOML file; what is left out keeps its default."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from training.errors import TrainingError

Settings = TypeVar("Settings")


class ConfigError(TrainingError):
    """A training configuration cannot be used: names the file, the key and what it accepts."""


def read_settings(kind: type[Settings], path: Path | None, **overrides: Any) -> Settings:
    """The settings of the dataclass `kind` in the file at `path`, if any, with `overrides` that are not None.

    Raises
    ------
    ConfigError
        If the file cannot be read, has an unknown key or a value of the wrong type.
    """
    content = _parse(path) if path else {}
    content |= {name: value for name, value in overrides.items() if value is not None}
    defaults = kind()
    known = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    for name, value in content.items():
        if name not in known:
            raise ConfigError(f"{path}: unknown key {name!r}; it knows {', '.join(known)}")
        content[name] = _as_type(path, name, value, getattr(defaults, name))
    return kind(**content)


def insist(settings: object, name: str, accepts: str, *, accepted: bool) -> None:
    """Nothing, if the setting called `name` is `accepted`; else a ConfigError says what it `accepts`."""
    if not accepted:
        raise ConfigError(f"{name}: accepts {accepts}, got {getattr(settings, name)}")


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}") from error


def _as_type(path: Path | None, name: str, value: Any, default: Any) -> Any:
    accepted = (int, float) if isinstance(default, float) else type(default)
    if isinstance(value, bool) or not isinstance(value, accepted):
        raise ConfigError(f"{path}: {name} accepts a {type(default).__name__}, got {value!r}")
    return type(default)(value)
