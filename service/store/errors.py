"""Every way in which the store can fail us, as one tree.

StoreError                    something is wrong with Redis; the message says what and what to do
├── StoreUnavailable          try again: refused, lost, timed out, still loading, no primary
│   └── StoreReadOnly         the address leads to a read-only replica
├── StoreFull                 out of memory or disk: nothing more is written until an operator makes room
├── StoreTooOld               neither Redis >= 7.0 nor Valkey >= 8
└── DataFolderUnusable        the data folder cannot be written, or its server does not start
    ├── DataFolderInUse       another Fairword holds it
    └── ServerStartFailed     the embedded server ended while starting; the end of its log says why
"""

from redis import exceptions as redis_errors


class StoreError(Exception):
    """Something is wrong with Redis that trying again does not mend."""


class StoreUnavailable(StoreError):
    """Redis does not answer now; the same call may succeed later."""


class StoreReadOnly(StoreUnavailable):
    """Redis answers but takes no writes: it is a replica, or has just been demoted to one."""


class StoreFull(StoreError):
    """Redis refuses writes because its memory or its disk is full."""


class StoreTooOld(StoreError):
    """The server lacks what Fairword needs."""


class DataFolderUnusable(StoreError):
    """The embedded server cannot keep its data in the data folder."""


class DataFolderInUse(DataFolderUnusable):
    """Another Fairword holds the data folder."""


class ServerStartFailed(DataFolderUnusable):
    """The embedded server ended before it answered."""


# The first class that fits decides, so the particular stand before the general.
_BY_CLASS: tuple[tuple[type[Exception], type[StoreError]], ...] = (
    (redis_errors.AuthenticationError, StoreError),
    (redis_errors.AuthorizationError, StoreError),
    (redis_errors.ReadOnlyError, StoreReadOnly),
    (redis_errors.OutOfMemoryError, StoreFull),
    (redis_errors.ConnectionError, StoreUnavailable),  # BusyLoadingError among them
    (redis_errors.TimeoutError, StoreUnavailable),
    (redis_errors.ClusterDownError, StoreUnavailable),  # MasterDownError among them
    (redis_errors.SlotNotCoveredError, StoreUnavailable),
    (redis_errors.TryAgainError, StoreUnavailable),
    (OSError, StoreUnavailable),  # TimeoutError among them
)

# Replies that redis-py has no class for, by the word that they begin with.
_BY_FIRST_WORD: dict[str, type[StoreError]] = {
    "BUSY": StoreUnavailable,  # a script runs for too long
    "MISCONF": StoreFull,  # the disk refuses writes
    "NOREPLICAS": StoreUnavailable,
}


def as_store_error(error: Exception) -> StoreError:
    """`error` in the words of this module; a plain `StoreError` if trying again would not help."""
    if isinstance(error, StoreError):
        return error
    return _class_for(error)(str(error) or type(error).__name__)


def _class_for(error: Exception) -> type[StoreError]:
    for known, ours in _BY_CLASS:
        if isinstance(error, known):
            return ours
    first_word = str(error).partition(" ")[0]
    return _BY_FIRST_WORD.get(first_word, StoreError)
