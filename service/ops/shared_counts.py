"""The folder in which the workers of one service keep their counts."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "fairword-metrics-"
_LOCK = "in-use"


@contextmanager
def shared_counts() -> Iterator[str]:
    """There is a new folder until the block ends, and none any more of services that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as made, _in_use(Path(made)):
        yield made


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """The folder has a lock, which is held from the moment that it is there, until the process ends."""
    draft = folder / f"{_LOCK}.draft"
    with draft.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        draft.rename(folder / _LOCK)
        yield


def _is_left_behind(folder: Path) -> bool:
    """Whether it is this user's and has a lock that nobody holds."""
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            return False
        with (folder / _LOCK).open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
