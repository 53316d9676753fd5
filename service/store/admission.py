"""The first round trip: whether a submission may come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.domain.policy import ArticleMode
from service.domain.rates import Quota, Rate
from service.domain.value import value
from service.store.commands import Commands
from service.store.keys import SiteKeys

UNDER_WAY_MS = 30_000
"""A request that died without an answer may be sent again after this long."""


@value
class Limit:
    """One rate and whom it is counted for."""

    name: str
    subject: str
    rate: Rate


class Request(NamedTuple):
    """What `admit` looks at.

    An empty `repeat_key`, `parent_id`, `fingerprint` or `settings_version` is not looked at.
    """

    article_id: str
    author_key: str
    address_key: str
    limits: Sequence[Limit]
    parent_id: str = ""
    fingerprint: str = ""
    repeat_key: str = ""
    body_hash: str = ""
    settings_version: str = ""


@value
class Admitted:
    """It may come in, and what is known of its circumstances."""

    approved_before: int
    article_mode: ArticleMode
    quotas: tuple[Quota, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The same request was answered before, with this comment."""

    comment_id: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The same request is being answered now."""


@dataclass(frozen=True, slots=True)
class OtherBody:
    """The same idempotency key came with another body."""


@dataclass(frozen=True, slots=True)
class Banned:
    """The author or the address is banned, for good when `until_ms` is 0."""

    until_ms: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """Editors have set something since the caller read the site's settings."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The article takes no comments."""


@dataclass(frozen=True, slots=True)
class NoParent:
    """What it replies to is not an approved comment of the same article."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The author said the same under this article a moment ago."""

    comment_id: str


@dataclass(frozen=True, slots=True)
class Limited:
    """One rate is used up; there is room again after `retry_after_s`."""

    name: str
    retry_after_s: int
    quotas: tuple[Quota, ...]


Admission = (
    Admitted | Replayed | UnderWay | OtherBody | Banned | Outdated | Closed | NoParent | Duplicate | Limited
)


async def admit(commands: Commands, keys: SiteKeys, request: Request, now_ms: int) -> Admission:
    """Let a submission in, or say why not; nothing is counted unless it is let in."""
    optional = (request.repeat_key, request.parent_id, request.fingerprint, request.settings_version)
    flags = "".join("1" if part else "0" for part in optional)
    rates = [
        number for limit in request.limits for number in (limit.rate.emission_us, limit.rate.tolerance_us)
    ]
    answer = await commands.call(
        "admit",
        _keys(keys, request),
        now_ms,
        request.body_hash,
        UNDER_WAY_MS,
        request.article_id,
        flags,
        request.settings_version,
        *rates,
    )
    return _read(answer, request.limits)


async def forget(commands: Commands, keys: SiteKeys, repeat_key: str) -> None:
    """Let a request that was admitted but came to nothing be sent again at once."""
    await commands.call("forget", [keys.idempotency(repeat_key)])


_PLAIN: dict[str, UnderWay | OtherBody | Outdated | Closed | NoParent] = {
    "under_way": UnderWay(),
    "other_body": OtherBody(),
    "outdated": Outdated(),
    "closed": Closed(),
    "no_parent": NoParent(),
}


def _keys(keys: SiteKeys, request: Request) -> list[str]:
    return [
        keys.idempotency(request.repeat_key),
        keys.ban(request.author_key),
        keys.ban(request.address_key),
        keys.article(request.article_id),
        keys.comment(request.parent_id),
        keys.said(request.fingerprint),
        keys.author_approved(request.author_key),
        keys.settings,
        *(keys.limit(limit.name, limit.rate.period_s, limit.subject) for limit in request.limits),
    ]


def _read(answer: list[str | int], limits: Sequence[Limit]) -> Admission:
    match answer:
        case ["admitted", approved_before, mode, *numbers]:
            return Admitted(int(approved_before), ArticleMode(str(mode)), _quotas(limits, numbers))
        case ["limited", index, retry_us, *numbers]:
            name = limits[int(index) - 1].name
            return Limited(name, _seconds(retry_us), _quotas(limits, numbers))
        case ["replayed", comment_id]:
            return Replayed(str(comment_id))
        case ["duplicate", comment_id]:
            return Duplicate(str(comment_id))
        case ["banned", until_ms]:
            return Banned(int(until_ms))
    return _PLAIN[str(answer[0])]


def _quotas(limits: Sequence[Limit], numbers: Sequence[str | int]) -> tuple[Quota, ...]:
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple(
        Quota(limit.name, limit.rate, int(remaining), _seconds(reset_us))
        for limit, (remaining, reset_us) in zip(limits, pairs, strict=True)
    )


def _seconds(microseconds: str | int) -> int:
    return max(1, -(-int(microseconds) // 1_000_000))
