"""`/v1/review`: the queue for programs and for the review page."""

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import web

from service.api.access import client_address, required_moderator
from service.api.bodies import read_json
from service.api.comments import named_site
from service.api.queries import whole_number, word
from service.api.views import case_file_view, case_view, event_view, iso, session_view, spans_view
from service.domain.comment import BanTarget
from service.domain.submission import FieldError
from service.services import services_of
from service.usecases.bans import BanWish
from service.usecases.refusals import InvalidError
from service.usecases.review import CLAIMS_MAX, Filter
from service.usecases.ruling import NOTE_MAX, Ruling

LIST_MAX = 100
_POLL_S = 1.0
_COMMENT_EVERY = 15


async def post_session(request: web.Request) -> web.Response:
    """Sign in for programs: the token goes into `Authorization: Bearer`."""
    data, _ = await read_json(request)
    sign_in = services_of(request).sign_in
    moderator, token = await sign_in(
        word(data, "username"), word(data, "password", longest=500), client_address(request)
    )
    return web.json_response(session_view(token, moderator.name, moderator.role), status=201)


async def post_claims(request: web.Request) -> web.Response:
    """Claim cases, the most urgent first."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    wanted = data.get("filter")
    review = services_of(request).review
    limit = whole_number(data, "limit", default=1, least=1, most=CLAIMS_MAX)
    chosen = _filter(wanted if isinstance(wanted, dict) else {})
    cases = await review.claim(named_site(request), moderator, limit, chosen)
    spans = await review.spans(cases)
    views = [
        case_view(case, mine=moderator.name) | {"spans": spans_view(found)}
        for case, found in zip(cases, spans, strict=True)
    ]
    return web.json_response({"cases": views})


def _filter(data: dict[str, Any]) -> Filter:
    ids: Any = data.get("ids", [])
    return Filter(
        article_id=word(data, "article_id"),
        reason=word(data, "reason"),
        author_key=word(data, "author"),
        language=word(data, "language"),
        ids=tuple(str(each) for each in ids[:CLAIMS_MAX]) if isinstance(ids, list) else (),
    )


async def list_cases(request: web.Request) -> web.Response:
    """List open cases, the most urgent first."""
    moderator = await required_moderator(request)
    limit = whole_number(request.query, "limit", default=50, least=1, most=LIST_MAX)
    start = whole_number(request.query, "after", default=0, least=0, most=10_000_000)
    page = await services_of(request).review.cases(
        named_site(request), _filter(dict(request.query)), start, limit
    )
    return web.json_response(
        {"cases": [case_view(case, mine=moderator.name) for case in page.cases], "next": page.next}
    )


async def get_case(request: web.Request) -> web.Response:
    """Show everything about one case."""
    moderator = await required_moderator(request)
    file = await services_of(request).review.case_file(named_site(request), request.match_info["id"])
    return web.json_response(case_file_view(file, mine=moderator.name))


async def post_verdict(request: web.Request) -> web.Response:
    """Decide a case."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    ruling = Ruling.parse(
        word(data, "verdict"), word(data, "reason"), word(data, "note", longest=10 * NOTE_MAX)
    )
    comment = await services_of(request).review.decide(
        named_site(request), moderator, request.match_info["id"], word(data, "token"), ruling
    )
    verdict = comment.verdict
    return web.json_response(
        {
            "id": comment.id,
            "status": comment.status,
            "decided_by": verdict.by if verdict else None,
            "decided_at": iso(verdict.at_ms) if verdict else None,
        }
    )


async def post_renew(request: web.Request) -> web.Response:
    """Hold a case longer."""
    await required_moderator(request)
    data, _ = await read_json(request)
    review, comment_id = services_of(request).review, request.match_info["id"]
    expires_at_ms = await review.renew(named_site(request), comment_id, word(data, "token"))
    return web.json_response({"id": comment_id, "expires_at": iso(expires_at_ms)})


async def post_release(request: web.Request) -> web.Response:
    """Give a case back."""
    await required_moderator(request)
    data, _ = await read_json(request)
    review, comment_id = services_of(request).review, request.match_info["id"]
    await review.release(named_site(request), comment_id, word(data, "token"))
    return web.json_response({"id": comment_id})


async def post_undo(request: web.Request) -> web.Response:
    """Take the last verdict back."""
    moderator = await required_moderator(request)
    review = services_of(request).review
    case = await review.undo(named_site(request), moderator, request.match_info["id"])
    return web.json_response(case_view(case, mine=moderator.name))


async def post_ban(request: web.Request) -> web.Response:
    """Ban the author of a comment, or its address."""
    moderator = await required_moderator(request)
    data, _ = await read_json(request)
    wish = BanWish.parse(
        word(data, "target") or BanTarget.AUTHOR, word(data, "period"), word(data, "reason", longest=5_000)
    )
    review, comment_id = services_of(request).review, request.match_info["id"]
    ban = await review.ban(named_site(request), moderator, comment_id, wish)
    until = iso(ban.until_ms) if ban.until_ms else None
    return web.json_response({"target": ban.target, "by": ban.by, "until": until}, status=201)


async def delete_ban(request: web.Request) -> web.Response:
    """End a ban."""
    moderator = await required_moderator(request)
    target = word(request.query, "target") or BanTarget.AUTHOR
    if target not in set(BanTarget):
        raise InvalidError([FieldError("target", f"Must be one of {', '.join(BanTarget)}, got {target!r}.")])
    review, comment_id = services_of(request).review, request.match_info["id"]
    await review.lift_ban(named_site(request), moderator, comment_id, BanTarget(target))
    return web.Response(status=204)


async def get_stats(request: web.Request) -> web.Response:
    """Count what waits."""
    moderator = await required_moderator(request)
    services, site = services_of(request), named_site(request)
    counts = await services.review.counts(site)
    mine = await services.review.mine(site, moderator)
    return web.json_response(
        {
            "open": counts.open,
            "claimed": counts.claimed,
            "waiting": max(counts.open - counts.claimed, 0),
            "mine": len(mine),
            "next_due": iso(counts.oldest_due_ms) if counts.oldest_due_ms else None,
        }
    )


async def get_events(request: web.Request) -> web.StreamResponse:
    """Stream decisions and verdicts as they happen (server-sent events), from `Last-Event-ID` on."""
    await required_moderator(request)
    site = named_site(request)
    after = request.headers.get("Last-Event-ID", "") or await site.comments.last_event_id()
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionResetError):
        await _stream(request, response, after)
    return response


async def _stream(request: web.Request, response: web.StreamResponse, after: str) -> None:
    site, quiet, stopping = named_site(request), 0, services_of(request).stopping
    while not stopping.is_set():
        events = await site.comments.events(after=after, limit=100)
        for event in events:
            after, data = event.id, json.dumps(event_view(event))
            await response.write(f"id: {event.id}\nevent: {event.entry.type}\ndata: {data}\n\n".encode())
        quiet = 0 if events else quiet + 1
        if quiet % _COMMENT_EVERY == 0 and not events:
            await response.write(b": still here\n\n")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _POLL_S)
