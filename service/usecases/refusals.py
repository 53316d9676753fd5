"""What a caller may be refused, told in words that whoever sent the request can use.

```
RefusedError                 status, code, sentence
├── InvalidError             422: with a message for each wrong field
├── UnknownSiteError         404
├── NotFoundError            404
├── TooFastError             429: with the rate, what is left of each, and when to try again
├── TooManyTriesError        429: to sign in, with when to try again
└── (the others are made with a status and a code of their own)
```
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from service.domain.rates import Quota
from service.domain.submission import FieldError

E = TypeVar("E", bound=StrEnum)


class RefusedError(Exception):
    """Raised when a request can't be granted; nothing was kept of it."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after_s: int | None = None,
        **extra: str | int | None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        """When the same request may be granted, if that is known."""
        self.extra = extra
        """Further members of the answer, such as who was faster."""

    @property
    def used_up(self) -> Sequence[str]:
        """The names of the limits that have nothing left, when that is why."""
        return ()


class InvalidError(RefusedError):
    """Raised when fields of a request are wrong."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        fields = ", ".join(error.field for error in errors)
        super().__init__(422, "invalid", f"Please correct: {fields}.")
        self.errors = tuple(errors)


class NotFoundError(RefusedError):
    """Raised when there is nothing of that name, or nothing that the caller may see."""

    def __init__(self, what: str) -> None:
        super().__init__(404, "not_found", f"There is no such {what}.")


class UnknownSiteError(RefusedError):
    """Raised when a request names a site that is not configured."""

    def __init__(self, site: str) -> None:
        super().__init__(404, "unknown_site", f"There is no site {site!r} here.")


class TooFastError(RefusedError):
    """Raised when a rate limit is used up."""

    def __init__(self, limit: str, retry_after_s: int, quotas: Sequence[Quota]) -> None:
        again = f"{retry_after_s} seconds" if retry_after_s != 1 else "a second"
        sentence = f"That is a lot at once. Please try again in {again}."
        super().__init__(429, "too_fast", sentence, retry_after_s=retry_after_s)
        self.limit = limit
        self.quotas = tuple(quotas)

    @property
    def used_up(self) -> Sequence[str]:
        """The names of the limits that have nothing left."""
        return [quota.name for quota in self.quotas if not quota.remaining] or [self.limit]


class TooManyTriesError(RefusedError):
    """Raised when there were too many tries to sign in."""

    def __init__(self, retry_after_s: int) -> None:
        sentence = "Too many tries. Please wait a quarter of an hour."
        super().__init__(429, "too_many_tries", sentence, retry_after_s=retry_after_s)

    @property
    def used_up(self) -> Sequence[str]:
        """The name of the limit."""
        return ["sign_in"]


def one_of(kind: type[E], field: str, value: str) -> E:
    """Return the one that a field names.

    Raises
    ------
    InvalidError
        When there is none of this name.
    """
    if value not in set(kind):
        raise InvalidError([FieldError(field, f"Must be one of {', '.join(kind)}, got {value!r}.")])
    return kind(value)
