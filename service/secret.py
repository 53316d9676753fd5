"""The secret key: set by the operator, or made once and kept in the data folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from service.settings import Settings, SettingsError, strong_secret

FILE = "secret-key"


def secret_key(settings: Settings) -> str:
    """Return the secret key, made and kept at the first call when none is set.

    Raises
    ------
    SettingsError
        When it can neither be read nor written, or is too short to be safe.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / FILE
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"FAIRWORD_DATA_DIR: {path} can't be read or written: {error}") from error
    return _checked(path, kept)


def _checked(path: Path, kept: str) -> str:
    """Return the key of the file, unless that has been cut off: it would be easy to guess."""
    try:
        return strong_secret(kept)
    except ValueError as error:
        why = f"{error}; take it from a backup, or remove it: status addresses given out no longer open then"
        raise SettingsError(f"FAIRWORD_DATA_DIR: {path} {why}") from error


def _make(path: Path) -> None:
    """Make the file unless there is one; of several processes at once, one makes it, whole."""
    if path.exists():
        return
    draft = path.with_name(f"{FILE}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())  # or else a power cut may leave an empty file
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
