"""Many cases at one stroke: exactly those that were listed, each decided or refused on its own, one undo."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from service.domain.comment import Comment
from service.domain.submission import FieldError
from service.sites import Site
from service.store.people import Moderator
from service.usecases.case_filter import Filter
from service.usecases.refusals import InvalidError, NotFoundError, RefusedError
from service.usecases.review import CLAIMS_MAX, Review
from service.usecases.ruling import Ruling

BULK_MAX = 500
_AT_ONCE = 50


@dataclass(slots=True)
class Outcome:
    """What became of each: ids, in the order in which they were listed."""

    group: str
    done: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Why those that stay as they were do."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases decided at one stroke, as they stand now."""

    id: str
    decided: list[Comment]
    left: list[Comment]
    """Those whose verdict was refused or is taken back."""


async def decide_all(
    review: Review, site: Site, moderator: Moderator, ids: Sequence[str], ruling: Ruling
) -> Outcome:
    """Give all these cases one verdict; those that another moderator holds or decided stay as they are.

    Raises
    ------
    InvalidError
        When there are none, or more than can be decided at once.
    """
    _check(ids)
    outcome = Outcome(secrets.token_hex(8))
    await site.queue.keep_group(outcome.group, ids)
    tokens = await _tokens(review, site, moderator, ids)

    async def decide(comment_id: str) -> None:
        token = tokens.get(comment_id, "")
        await review.decide(site, moderator, comment_id, token, ruling, group=outcome.group)

    await _each(ids, decide, outcome)
    return outcome


async def undo_all(review: Review, site: Site, moderator: Moderator, group: str) -> Outcome:
    """Take the verdicts of a group back; the cases that it decided are the caller's.

    What was decided anew since then stays.

    Raises
    ------
    NotFoundError
        When there is no such group any more.
    """
    ids = await site.queue.group(group)
    if not ids:
        raise NotFoundError("group")
    outcome = Outcome(group)

    async def undo(comment_id: str) -> None:
        await review.undo(site, moderator, comment_id, group=group)

    await _each(ids, undo, outcome)
    return outcome


async def give_back(review: Review, site: Site, moderator: Moderator, ids: Sequence[str]) -> None:
    """Give cases back to the queue that the moderator holds."""
    held = await review.mine(site, moderator)
    await review.release_all(site, [case for case in held if case.comment.id in ids])


async def group_of(site: Site, group: str) -> Group:
    """Return what has become of the cases of a group."""
    comments = await site.comments.find_all(await site.queue.group(group)) if group else []
    decided = [comment for comment in comments if _stands(comment, group)]
    return Group(group, decided, [comment for comment in comments if not _stands(comment, group)])


def _stands(comment: Comment, group: str) -> bool:
    verdict = comment.standing_verdict
    return verdict is not None and verdict.group == group


async def _tokens(review: Review, site: Site, moderator: Moderator, ids: Sequence[str]) -> dict[str, str]:
    held = await review.mine(site, moderator)
    for start in range(0, len(ids), CLAIMS_MAX):
        wanted = Filter(ids=tuple(ids[start : start + CLAIMS_MAX]))
        held += await review.claim(site, moderator, CLAIMS_MAX, wanted)
    return {case.comment.id: case.claim.token for case in held if case.claim}


async def _each(ids: Sequence[str], act: Callable[[str], Awaitable[None]], outcome: Outcome) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        results = await asyncio.gather(*(_tried(act, each) for each in some))
        for comment_id, why in zip(some, results, strict=True):
            if why is None:
                outcome.done.append(comment_id)
            else:
                outcome.refused[comment_id] = why


async def _tried(act: Callable[[str], Awaitable[None]], comment_id: str) -> str | None:
    """Act, and return why that was refused if it was."""
    try:
        await act(comment_id)
    except RefusedError as error:
        return error.detail
    return None


def _check(ids: Sequence[str]) -> None:
    if not 1 <= len(ids) <= BULK_MAX or len(set(ids)) != len(ids):
        raise InvalidError([FieldError("cases", f"Choose 1 to {BULK_MAX} cases, each once; got {len(ids)}.")])
