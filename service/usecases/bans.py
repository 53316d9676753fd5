"""Bans: what a moderator asks for, checked."""

from dataclasses import dataclass
from typing import Self

from service.domain.comment import BanTarget, Comment
from service.domain.durations import parse_duration_s
from service.domain.submission import FieldError
from service.usecases.refusals import InvalidError

REASON_MAX = 500


@dataclass(frozen=True, slots=True)
class BanWish:
    """Whom to ban, for how long (0 seconds: for good) and why."""

    target: BanTarget
    period_s: int
    reason: str

    @classmethod
    def parse(cls, target: str, period: str, reason: str) -> Self:
        """Check what a moderator sent.

        Raises
        ------
        InvalidError
            With a message for each wrong field.
        """
        errors = []
        if target not in set(BanTarget):
            errors.append(FieldError("target", f"Must be one of {', '.join(BanTarget)}, got {target!r}."))
        try:
            period_s = 0 if period in {"", "for good"} else parse_duration_s(period)
        except ValueError as error:
            errors.append(FieldError("period", str(error)))
        if len(reason) > REASON_MAX:
            message = f"Too long: at most {REASON_MAX} characters, got {len(reason):,}."
            errors.append(FieldError("reason", message))
        if errors:
            raise InvalidError(errors)
        return cls(BanTarget(target), period_s, reason.strip())


def check_bannable(comment: Comment, target: BanTarget) -> None:
    """Refuse a ban that would hit strangers or nobody.

    Raises
    ------
    InvalidError
        When the author gave only a name, which anybody may, or the address is not known.
    """
    anonymous = not comment.author.id and not comment.author.email
    if target is BanTarget.AUTHOR and anonymous:
        message = "This author gave only a name, which anybody may. Ban the address instead."
        raise InvalidError([FieldError("target", message)])
    if target is BanTarget.ADDRESS and not comment.address_key:
        raise InvalidError([FieldError("target", "The address of this comment is not known.")])
