"""The settings: read once from the environment when the service starts."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from classifier import SHIPPED_READER
from service.domain.addresses import Network

_NUMBER = re.compile(r"[0-9]{1,6}")
_PORT_MAX = 65_535
_WORKERS_MAX = 64
"""More never helps on one machine."""
_WAIT_MAX_MS = 10_000


class SettingsError(Exception):
    """Raised with every wrong setting: its name, what it accepts and what was got."""


class LogFormat(StrEnum):
    """How log lines look."""

    CONSOLE = "console"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; `docs/operators.md` describes each."""

    host: str = "127.0.0.1"
    port: int = 8080
    redis_url: str = ""
    """Empty: the embedded server."""
    data_dir: Path = Path("data")
    config: Path | None = None
    workers: int = 1
    model_dir: Path | None = None
    """None: the promoted model, else the shipped one."""
    second_reader: str = "on"
    """`on`: the shipped one; `off`; else the folder of another."""
    second_reader_ms: int = 500
    """How long a comment waits for it."""
    secret_key: str = ""
    """Empty: made at the first start and kept in the data folder."""
    trusted_proxies: tuple[Network, ...] = ()
    log_format: LogFormat = LogFormat.CONSOLE

    @property
    def reader_folder(self) -> Path | None:
        """The second reader's folder, None when it is switched off."""
        if self.second_reader == "off":
            return None
        return SHIPPED_READER if self.second_reader == "on" else Path(self.second_reader)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the `FAIRWORD_` variables.

        Raises
        ------
        SettingsError
            With one line for each wrong setting.
        """
        values: dict[str, Any] = {}
        errors: list[str] = []
        known = {f"FAIRWORD_{name.upper()}": (name, parse) for name, parse in _PARSERS.items()}
        for variable, text in _with_files(environment, errors).items():
            if variable in known and text.strip():
                name, parse = known[variable]
                try:
                    values[name] = parse(text.strip())
                except ValueError as error:
                    errors.append(f"{variable}: {error}")
        if errors:
            raise SettingsError("\n".join(errors))
        return cls(**values)

    def as_environment(self) -> dict[str, str]:
        """Return an environment that `from_environment` reads as these settings: for a child process."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWORD_")}
        own = {name: getattr(self, name) for name in _PARSERS}
        networks = ",".join(map(str, self.trusted_proxies))
        return inherited | {
            f"FAIRWORD_{name.upper()}": str(value)
            for name, value in (own | {"trusted_proxies": networks}).items()
            if value not in {None, ""}
        }


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Return the `FAIRWORD_` variables that mean nothing here: most likely a slip of the pen."""
    known = {f"FAIRWORD_{name.upper()}" for name in _PARSERS} | {f"{name}_FILE" for name in _FROM_FILES}
    return sorted(name for name in environment if name.startswith("FAIRWORD_") and name not in known)


def _with_files(environment: Mapping[str, str], errors: list[str]) -> dict[str, str]:
    """Replace each `FAIRWORD_…_FILE` by the content of the file that it names."""
    found = {}
    for variable, text in environment.items():
        if not variable.startswith("FAIRWORD_"):
            continue
        if variable.removesuffix("_FILE") in _FROM_FILES and variable.endswith("_FILE"):
            if text.strip():
                found[variable.removesuffix("_FILE")] = _content(variable, text, errors)
        else:
            found.setdefault(variable, text)
    return found


def _content(variable: str, path: str, errors: list[str]) -> str:
    """Return what the file holds; an empty one is a mistake, and not as if there were none."""
    try:
        content = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        errors.append(f"{variable}: accepts the path of a readable text file, got {path!r}: {error}")
        return ""
    if not content.strip():
        errors.append(f"{variable}: accepts the path of a file that is not empty, got {path!r}")
    return content


def _port(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > _PORT_MAX:
        raise ValueError(f"accepts a port from 0 (any free one) to {_PORT_MAX}, got {text!r}")
    return int(text)


def _workers(text: str) -> int:
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= _WORKERS_MAX:
        raise ValueError(f"accepts a number of processes from 1 to {_WORKERS_MAX}, got {text!r}")
    return int(text)


def _second_reader(text: str) -> str:
    if text not in {"on", "off"} and not Path(text).is_dir():
        raise ValueError(f"accepts on, off or the folder of a second reader, got {text!r}")
    return text


def _second_reader_ms(text: str) -> int:
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= _WAIT_MAX_MS:
        raise ValueError(f"accepts milliseconds from 1 to {_WAIT_MAX_MS}, got {text!r}")
    return int(text)


def _redis_url(text: str) -> str:
    if not re.match(r"(rediss?|unix)://.", text) or not _names_port_and_database(text):
        accepted = "redis://HOST:PORT/DB, rediss://HOST:PORT/DB or unix:///PATH, port and database as numbers"
        encoded = "; in a password write %2F for /, %3F for ? and %23 for #" if "@" in text else ""
        raise ValueError(f"accepts {accepted}, got {_without_password(text)!r}{encoded}")
    return text


def _without_password(url: str) -> str:
    """Return what may be shown of an address that is none: nothing before an @, and none of its options."""
    place, _, options = url.partition("?")
    return "…" if "@" in options else place.rpartition("@")[2]


def _names_port_and_database(url: str) -> bool:
    """Whether port and database are numbers, if they are told at all; the client takes any other for 0."""
    try:
        parts = urlsplit(url)
        is_port = parts.port != 0
    except ValueError:
        return False
    return is_port and (parts.scheme == "unix" or re.fullmatch(r"/?[0-9]{0,9}", parts.path) is not None)


def strong_secret(text: str) -> str:
    """Return a secret key that nobody guesses; a `ValueError` says what is accepted."""
    if len(text) < 32:  # noqa: PLR2004 - 32 characters of hex are 128 bits
        raise ValueError(f"accepts at least 32 characters, got {len(text)}")
    return text


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise ValueError(f"accepts addresses or networks separated by commas, got {text!r}") from error


def _log_format(text: str) -> LogFormat:
    try:
        return LogFormat(text)
    except ValueError as error:
        raise ValueError(f"accepts console or json, got {text!r}") from error


_PARSERS: dict[str, Callable[[str], Any]] = {
    "host": str,
    "port": _port,
    "redis_url": _redis_url,
    "data_dir": Path,
    "config": Path,
    "workers": _workers,
    "model_dir": Path,
    "second_reader": _second_reader,
    "second_reader_ms": _second_reader_ms,
    "secret_key": strong_secret,
    "trusted_proxies": _networks,
    "log_format": _log_format,
}
_FROM_FILES = frozenset({"FAIRWORD_SECRET_KEY", "FAIRWORD_REDIS_URL"})
