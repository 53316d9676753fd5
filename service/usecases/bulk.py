"""Many cases at once: exactly those that were listed, each decided or refused on its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.domain.submission import FieldError
from service.sites import Site
from service.store.people import Moderator
from service.usecases.case_filter import Filter
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.review import CLAIMS_MAX, Review
from service.usecases.ruling import Ruling


@dataclass(slots=True)
class Outcome:
    """What became of each: ids, in the order in which they were listed."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


async def decide_all(
    review: Review, site: Site, moderator: Moderator, ids: Sequence[str], ruling: Ruling
) -> Outcome:
    """Give all these cases one verdict; those that another moderator holds or decided stay as they are.

    Raises
    ------
    InvalidError
        When there are none, or more than can be claimed at once.
    """
    _check(ids)
    held = await review.mine(site, moderator)
    held += await review.claim(site, moderator, len(ids), Filter(ids=tuple(ids)))
    tokens = {case.comment.id: case.claim.token for case in held if case.claim}
    outcome = Outcome()
    for comment_id in ids:
        try:
            await review.decide(site, moderator, comment_id, tokens.get(comment_id, ""), ruling)
            outcome.done.append(comment_id)
        except RefusedError:
            outcome.refused.append(comment_id)
    return outcome


async def undo_all(review: Review, site: Site, moderator: Moderator, ids: Sequence[str]) -> Outcome:
    """Take the verdicts on all these back and give the cases back to the queue."""
    _check(ids)
    outcome = Outcome()
    for comment_id in ids:
        try:
            case = await review.undo(site, moderator, comment_id)
        except RefusedError:
            outcome.refused.append(comment_id)
            continue
        if case.claim:
            await review.release(site, comment_id, case.claim.token)
        outcome.done.append(comment_id)
    return outcome


def _check(ids: Sequence[str]) -> None:
    if not 1 <= len(ids) <= CLAIMS_MAX:
        raise InvalidError([FieldError("cases", f"Choose 1 to {CLAIMS_MAX} cases, got {len(ids)}.")])
