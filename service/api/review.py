"""`/v1/review`: the queue for programs and for the review page."""

from typing import Any

from aiohttp import web

from service.api.access import client_address, required_moderator
from service.api.answers import json_answer
from service.api.bodies import read_json
from service.api.case_filters import filter_of_body, filter_of_query, listed_ids, order_of
from service.api.comments import named_site
from service.api.queries import AllAtOnce, needed_word, refuse_unknown, whole_number, word
from service.api.views import case_file_view, case_view, outcome_view, session_view, spans_view
from service.domain.clock import iso
from service.domain.comment import BanTarget
from service.services import services_of
from service.usecases.bans import BanWish
from service.usecases.bulk import BULK_MAX, decide_all, give_back, undo_all
from service.usecases.refusals import one_of
from service.usecases.review import CLAIMS_MAX
from service.usecases.ruling import NOTE_MAX, Ruling

LIST_MAX = 100


async def post_session(request: web.Request) -> web.Response:
    """Sign in for programs: the token goes into `Authorization: Bearer`."""
    data, _ = await read_json(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"username", "password"})
        name = read(needed_word, data, "username")
        password = read(needed_word, data, "password", longest=500)
    moderator, token = await services_of(request).sign_in(name, password, client_address(request))
    return json_answer(session_view(token, moderator.name, moderator.role))


async def post_claims(request: web.Request) -> web.Response:
    """Claim cases, the most urgent first or in the order asked for."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    services = services_of(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"limit", "filter", "sort"})
        limit = read(whole_number, data, "limit", default=1, least=1, most=CLAIMS_MAX)
        wanted = read(filter_of_body, data.get("filter"), services.clock())
        order = read(order_of, data)
    cases = await services.review.claim(named_site(request), moderator, limit, wanted, order)
    spans = await services.case_files.spans(cases)
    views = [
        case_view(case, mine=moderator.name) | {"spans": spans_view(found)}
        for case, found in zip(cases, spans, strict=True)
    ]
    if request.transport is None:  # the page was left meanwhile: nobody else would give them back
        await services.review.release_all(named_site(request), cases)
    return json_answer({"cases": views})


async def list_cases(request: web.Request) -> web.Response:
    """List open cases, the most urgent first or in the order asked for."""
    moderator = await required_moderator(request)
    services, query = services_of(request), request.query
    with AllAtOnce() as read:
        limit = read(whole_number, query, "limit", default=50, least=1, most=LIST_MAX)
        start = read(whole_number, query, "after", default=0, least=0, most=10_000_000)
        wanted = read(filter_of_query, query, services.clock())
        order = read(order_of, query)
    page = await services.review.cases(named_site(request), wanted, start, limit, order)
    return json_answer(
        {"cases": [case_view(case, mine=moderator.name) for case in page.cases], "next": page.next}
    )


async def get_case(request: web.Request) -> web.Response:
    """Show everything about one case."""
    moderator = await required_moderator(request)
    file = await services_of(request).case_files.of(named_site(request), request.match_info["id"])
    return json_answer(case_file_view(file, mine=moderator.name))


async def post_verdict(request: web.Request) -> web.Response:
    """Decide a case."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"token", "verdict", "reason", "note"})
        token, ruling = read(needed_word, data, "token"), read(_ruling, request, data)
    comment = await services_of(request).review.decide(
        named_site(request), moderator, request.match_info["id"], token, ruling
    )
    verdict = comment.verdict
    return json_answer(
        {
            "id": comment.id,
            "status": comment.status,
            "decided_by": verdict.by if verdict else None,
            "decided_at": iso(verdict.at_ms) if verdict else None,
        }
    )


def _ruling(request: web.Request, data: dict[str, Any]) -> Ruling:
    """Return what a program wants; a reason in words of its own is `other`, and told to colleagues."""
    rules = named_site(request).house_rules
    with AllAtOnce() as read:
        verdict, reason = read(word, data, "verdict"), read(word, data, "reason")
        note = read(word, data, "note", longest=10 * NOTE_MAX)
    if reason and reason not in {rule.code for rule in rules}:
        reason, note = "", f"{reason}\n{note}"
    return Ruling.parse(verdict, reason, note, rules)


async def post_verdicts(request: web.Request) -> web.Response:
    """Decide several cases at one stroke."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"ids", "verdict", "reason", "note"})
        ids = read(listed_ids, data.get("ids"), "ids", BULK_MAX)
        ruling = read(_ruling, request, data)
    outcome = await decide_all(services_of(request).review, named_site(request), moderator, ids, ruling)
    return json_answer(outcome_view(outcome))


async def post_group_undo(request: web.Request) -> web.Response:
    """Take the verdicts of a group back."""
    moderator = await required_moderator(request)
    review, group = services_of(request).review, request.match_info["id"]
    site = named_site(request)
    outcome = await undo_all(review, site, moderator, group)
    await give_back(review, site, moderator, outcome.done)
    return json_answer(outcome_view(outcome))


async def post_renew(request: web.Request) -> web.Response:
    """Hold a case longer."""
    await required_moderator(request)
    token = await _token(request)
    review, comment_id = services_of(request).review, request.match_info["id"]
    expires_at_ms = await review.renew(named_site(request), comment_id, token)
    return json_answer({"id": comment_id, "expires_at": iso(expires_at_ms)})


async def post_release(request: web.Request) -> web.Response:
    """Give a case back."""
    await required_moderator(request)
    token = await _token(request)
    review, comment_id = services_of(request).review, request.match_info["id"]
    await review.release(named_site(request), comment_id, token)
    return json_answer({"id": comment_id})


async def _token(request: web.Request) -> str:
    data, _ = await read_json(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"token"})
        return read(needed_word, data, "token")


async def post_undo(request: web.Request) -> web.Response:
    """Take the last verdict back."""
    moderator = await required_moderator(request)
    review = services_of(request).review
    case = await review.undo(named_site(request), moderator, request.match_info["id"])
    return json_answer(case_view(case, mine=moderator.name))


async def post_ban(request: web.Request) -> web.Response:
    """Ban the author of a comment, or its address."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"target", "period", "reason"})
        wish = read(_ban_wish, data)
    review, comment_id = services_of(request).review, request.match_info["id"]
    ban = await review.ban(named_site(request), moderator, comment_id, wish)
    until = iso(ban.until_ms) if ban.until_ms else None
    return json_answer({"target": ban.target, "by": ban.by, "until": until}, status=201)


def _ban_wish(data: dict[str, Any]) -> BanWish:
    with AllAtOnce() as read:
        target, period = read(word, data, "target"), read(word, data, "period")
        reason = read(word, data, "reason", longest=5_000)
    return BanWish.parse(target or BanTarget.AUTHOR, period, reason)


async def delete_ban(request: web.Request) -> web.Response:
    """End a ban."""
    moderator = await required_moderator(request)
    target = one_of(BanTarget, "target", word(request.query, "target") or BanTarget.AUTHOR)
    review, comment_id = services_of(request).review, request.match_info["id"]
    await review.lift_ban(named_site(request), moderator, comment_id, target)
    return web.Response(status=204)


async def get_stats(request: web.Request) -> web.Response:
    """Count what waits, all of it or what fits a filter."""
    moderator = await required_moderator(request)
    services, site = services_of(request), named_site(request)
    counts = await services.review.counts(site, filter_of_query(request.query, services.clock()))
    mine = await services.review.mine(site, moderator)
    return json_answer(
        {
            "open": counts.open,
            "claimed": counts.claimed,
            "waiting": max(counts.open - counts.claimed, 0),
            "mine": len(mine),
            "next_due": iso(counts.oldest_due_ms) if counts.oldest_due_ms else None,
        }
    )
