"""`/review/cases`: one case after the other; what can't be done shows the case again and says why."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from service.api.queries import word
from service.domain.comment import Comment
from service.usecases.bulk import decide_all, group_of
from service.usecases.case_filter import Filter, sorted_by
from service.usecases.refusals import InvalidError, NotFoundError, RefusedError
from service.usecases.ruling import Ruling, may_undo
from service.web.destinations import is_trusted
from service.web.queue_choice import Choice
from service.web.seat import Seat, acting_seat, go, seat_of

COPY = "copy-"
"""Begins the name of the field that chooses a copy."""


async def take_next(request: web.Request) -> web.StreamResponse:
    """Go on with a held case that fits, else claim the most urgent that fits; say so when none does."""
    return go(await _next_path(await acting_seat(request)))


async def case(request: web.Request) -> web.StreamResponse:
    """Show everything about one case."""
    return await _case_page(await seat_of(request))


async def case_file(request: web.Request) -> web.StreamResponse:
    """Return the part of its page that is the case, for the desk's script to show in its turn."""
    seat = await seat_of(request)
    return seat.page("case_file.html", **await _file_values(seat))


async def take(request: web.Request) -> web.StreamResponse:
    """Claim one case; the page then says who holds it, whoever was faster."""
    seat = await acting_seat(request)
    if await _claim(seat):
        await seat.services.review.hold_copies(seat.site, seat.moderator, seat.case_id)
    return go(seat.path(f"/cases/{seat.case_id}", **_choice(seat).query))


async def decide(request: web.Request) -> web.StreamResponse:
    """Close a case with a verdict and go on to the next, or show it again and say why that failed."""
    seat = await acting_seat(request)
    try:
        ruling = seat.ruling()
        if copies := _copies_chosen(seat.form):
            return await _decide_with_copies(seat, copies, ruling)
        token = seat.form.get("token", "")
        await seat.services.review.decide(seat.site, seat.moderator, seat.case_id, token, ruling)
    except InvalidError as error:
        return await _case_page(seat, " ".join(wrong.message for wrong in error.errors), error.status)
    except RefusedError as error:
        if error.status != HTTPStatus.CONFLICT:
            raise
        if not _stands_already(seat, error, ruling):
            return await _case_page(seat, await _what_now(seat, error), error.status)
    return go(await _next_path(seat, done=seat.case_id))


def _copies_chosen(form: Mapping[str, str]) -> list[str]:
    return [name.removeprefix(COPY) for name in form if name.startswith(COPY)]


async def _decide_with_copies(seat: Seat, copies: list[str], ruling: Ruling) -> web.Response:
    """Give the case and the copies that were shown and chosen one verdict."""
    ids = [seat.case_id, *(each for each in copies if each != seat.case_id)]
    outcome = await decide_all(seat.services.review, seat.site, seat.moderator, ids, ruling)
    if seat.case_id in outcome.refused:
        return await _case_page(seat, outcome.refused[seat.case_id], HTTPStatus.CONFLICT)
    return go(await _next_path(seat, group=outcome.group))


async def release(request: web.Request) -> web.StreamResponse:
    """Give a case back to the queue; the list says so when there is no such comment any more."""
    seat = await acting_seat(request)
    query = _choice(seat).query
    try:
        await seat.services.review.release(seat.site, seat.case_id, seat.form.get("token", ""))
    except NotFoundError:
        return go(seat.path(gone="1", **query))
    except RefusedError as error:
        if error.status != HTTPStatus.CONFLICT:  # somebody else has taken it: it is given back already
            raise
    return go(seat.path(**query))


async def undo(request: web.Request) -> web.StreamResponse:
    """Take the last verdict back; the case is open again and held by the moderator."""
    seat = await acting_seat(request)
    try:
        await seat.services.review.undo(seat.site, seat.moderator, seat.case_id)
    except RefusedError as error:
        if error.status not in {HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN}:
            raise
        return await _case_page(seat, error.detail, error.status)
    return go(seat.path(f"/cases/{seat.case_id}", undone="1", **_choice(seat).query))


def _choice(seat: Seat) -> Choice:
    return Choice.read(seat.request.query, seat.services.clock())


async def _next_path(seat: Seat, **told: str) -> str:
    """Return the address of the next case that fits what the list was narrowed to, the own before others."""
    review, choice = seat.services.review, _choice(seat)
    mine = [case.comment for case in await review.mine(seat.site, seat.moderator)]
    comments = sorted_by(choice.order, [comment for comment in mine if choice.wanted.fits(comment)])
    if not comments:
        claimed = await review.claim(seat.site, seat.moderator, 1, choice.wanted, choice.order)
        comments = [case.comment for case in claimed]
    if not comments:
        return seat.path(none="1", **told, **choice.query)
    await review.hold_copies(seat.site, seat.moderator, comments[0].id)
    return seat.path(f"/cases/{comments[0].id}", **told, **choice.query)


async def _claim(seat: Seat) -> bool:
    wanted = Filter(ids=(seat.case_id,))
    return bool(await seat.services.review.claim(seat.site, seat.moderator, 1, wanted))


def _stands_already(seat: Seat, error: RefusedError, ruling: Ruling) -> bool:
    """Whether the moderator has given this very verdict: the button was clicked twice."""
    given = ("approve" if ruling.approve else "reject", seat.moderator.name)
    return (error.extra.get("verdict"), error.extra.get("decided_by")) == given


async def _what_now(seat: Seat, error: RefusedError) -> str:
    """Return what somebody reads whose verdict came too late; a case that nobody took is theirs again."""
    is_theirs = error.extra.get("by") == seat.moderator.name  # in another window
    if is_theirs or (error.code == "claim_ended" and await _claim(seat)):
        return "Your hold had ended, and nobody took the case: it is yours again. Please decide once more."
    return error.detail


async def _case_page(seat: Seat, trouble: str = "", status: int = 200) -> web.Response:
    return seat.page(
        "case.html",
        status=status,
        trouble=trouble,
        done=await just_decided(seat),
        group=await group_of(seat.site, word(seat.request.query, "group")),
        event=await seat.site.comments.last_event_id(),
        undone="undone" in seat.request.query,
        **await _file_values(seat),
    )


async def _file_values(seat: Seat) -> dict[str, Any]:
    file = await seat.services.case_files.of(seat.site, seat.case_id)
    comment, claim = file.case.comment, file.case.claim
    choice = _choice(seat)
    return {
        "file": file,
        "choice": choice,
        "only": choice.told(comment),
        "comment": comment,
        "claim": claim,
        "is_mine": claim is not None and claim.by == seat.moderator.name,
        "may_undo": may_undo(comment, seat.moderator),
        "rules": seat.site.house_rules,
        "copy": COPY,
        "thresholds": seat.site.policies.on(comment.decision).thresholds,
        "article_url": comment.article_url
        if is_trusted(seat.request, seat.site, comment.article_url)
        else "",
        "note": seat.form.get("note", ""),
    }


async def just_decided(seat: Seat) -> Comment | None:
    """Return the comment that the moderator has just decided, to say so and offer to undo it."""
    comment = await seat.site.comments.find(word(seat.request.query, "done"))
    verdict = comment and comment.standing_verdict
    return comment if verdict and verdict.by == seat.moderator.name else None
