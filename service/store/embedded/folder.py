"""The data folder, and where the embedded server's files lie in it."""

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from service.store.errors import DataFolderUnusable

# `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing zero among them.
SOCKET_PATH_BYTES_MAX = 100
_SOCKET_NAME = "redis.sock"

_ADVICE = {
    errno.EDQUOT: "Free some space, then try again.",
    errno.ENOSPC: "Free some space, then try again.",
    errno.EEXIST: "Remove the file that is in its place, or set FAIRWORD_DATA_DIR to another folder.",
    errno.ENOTDIR: "Remove the file that is in its place, or set FAIRWORD_DATA_DIR to another folder.",
}
_GENERAL_ADVICE = "Let the user that runs Fairword write to it, or set FAIRWORD_DATA_DIR to another folder."


@dataclass(frozen=True)
class DataFolder:
    """One data folder, by its real path, so that every spelling of it means the same locks and socket."""

    path: Path
    socket: Path

    @classmethod
    def prepare(cls, data_dir: Path) -> "DataFolder":
        """The folder exists, closed to other users if it is new, with a place for the server's files.

        Raises
        ------
        DataFolderUnusable
            If it cannot be made.
        """
        path = data_dir.resolve()
        with usable(path):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (path / "redis").mkdir(mode=0o700, exist_ok=True)
            return cls(path, _socket_path(path))

    @property
    def store(self) -> Path:
        """The folder of the server's own files."""
        return self.path / "redis"

    @property
    def owner_lock(self) -> Path:
        """Locked by the Fairword that runs the server; says which one that is."""
        return self.store / "owner.lock"

    @property
    def server_lock(self) -> Path:
        """Locked by the server and its guard for as long as they live; names their process group."""
        return self.store / "server.lock"

    @property
    def log(self) -> Path:
        """Everything that the server prints."""
        return self.store / "server.log"

    @property
    def url(self) -> str:
        """The address of the server, as redis-py takes it."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def clear_socket(self) -> None:
        """No socket of an earlier server is in the way, and its folder is there and private."""
        if self.socket.parent != self.store:
            self._make_socket_folder()
        self.socket.unlink(missing_ok=True)

    def remove_socket(self) -> None:
        """Nothing of the socket is left, inside the data folder or out of it."""
        self.socket.unlink(missing_ok=True)
        if self.socket.parent != self.store:
            with suppress(OSError):
                self.socket.parent.rmdir()

    def _make_socket_folder(self) -> None:
        # Everybody may write to the folder above it: somebody else's folder of this name is a trap.
        self.socket.parent.mkdir(mode=0o700, exist_ok=True)
        found = self.socket.parent.lstat()
        ours = found.st_uid in {os.geteuid(), self.path.stat().st_uid}
        if not (stat.S_ISDIR(found.st_mode) and ours and stat.S_IMODE(found.st_mode) & 0o077 == 0):
            raise DataFolderUnusable(
                f"{self.socket.parent} is not a private folder of this user, so the socket of the "
                f"data folder {self.path} cannot be put there. "
                "Remove it, or set FAIRWORD_DATA_DIR to a shorter path."
            )


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """What the system says against the folder in this block is a `DataFolderUnusable` with advice."""
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, _GENERAL_ADVICE)
        raise DataFolderUnusable(
            f"The data folder {path} cannot be used: {error.strerror}. {advice}"
        ) from error


def _socket_path(path: Path) -> Path:
    inside = path / "redis" / _SOCKET_NAME
    if _fits(inside):
        return inside
    name = f"fairword-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}"
    in_temp = Path(tempfile.gettempdir(), name, _SOCKET_NAME)
    return in_temp if _fits(in_temp) else Path("/tmp", name, _SOCKET_NAME)  # noqa: S108 its owner is checked


def _fits(socket: Path) -> bool:
    return len(os.fsencode(socket)) <= SOCKET_PATH_BYTES_MAX
