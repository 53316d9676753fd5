"""Errors that a person can mend.

TrainingError
├── DiskError
├── ConfigError     training.settings
└── DataError       training.datasets.table
"""

from pathlib import Path


class TrainingError(Exception):
    """A training run cannot go on: says what is wrong, and with which file, key or folder."""


class DiskError(TrainingError):
    """A folder cannot be written to, most likely for want of room."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{folder}: cannot be written: {error.strerror or error}. Nothing is half-written, and finished "
            "steps are kept: make room, then run the same command again and it goes on from there"
        )
