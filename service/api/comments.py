"""`/v1/comments`: from the form or a site's program, and back to the commenter."""

import hashlib
from typing import Any

from aiohttp import web

from service.api.access import base_url, bearer, check_origin, client_address, required_site, site_key
from service.api.answers import json_answer
from service.api.bodies import BODY_MAX, read_json
from service.api.form_proof import form_proof
from service.api.queries import AllAtOnce, comment_id, cursor, refuse_unknown, whole_number, word
from service.api.rate_headers import rate_headers
from service.api.views import (
    authorship_view,
    event_view,
    published_view,
    reasons_view,
    receipt_view,
    scores_view,
    status_query,
)
from service.domain.change import PROGRAM
from service.domain.clock import iso
from service.domain.comment import Comment, Status
from service.domain.policy import ArticleMode
from service.domain.submission import (
    ID_MAX,
    TITLE_MAX,
    URL_MAX,
    FieldError,
    Submission,
    is_blank,
    is_web_address,
)
from service.services import Services, services_of
from service.sites import Site
from service.store.articles import Article
from service.store.people import SiteKey
from service.usecases.read import PAGE, PAGE_MAX, kept_comment
from service.usecases.refusals import InvalidError, NotFoundError, RefusedError, one_of
from service.usecases.submit import Repeat, Sender, read_submission

REPEAT_KEY_MAX = 255
EVENTS_MAX = 1_000


async def post_comment(request: web.Request) -> web.Response:
    """Take a comment in and answer where it stands."""
    services, key = services_of(request), await site_key(request)
    data, body = await read_json(request)
    with AllAtOnce() as read:
        submission = read(parse_submission, _with_site(data, key, services), key)
        repeat = read(_repeat, request, key, body)
    site = services.site(submission.site)
    if key is None:
        check_origin(request, site)
    receipt = await services.submit(site, submission, _sender(request, submission, key), repeat)
    view = receipt_view(request, receipt.comment, with_scores=key is not None)
    return json_answer(view, status=201, headers=rate_headers(receipt.quotas))


def _sender(request: web.Request, submission: Submission, key: SiteKey | None) -> Sender:
    if key:
        return Sender(submission.client_ip, has_key=True, key=key.digest)
    return Sender(client_address(request), form=form_proof(request))


def _with_site(data: dict[str, Any], key: SiteKey | None, services: Services) -> dict[str, Any]:
    """Name the site that is meant when none is: a key's own, else the first."""
    if data.get("site") is None or data["site"] == "":
        return data | {"site": key.site if key else services.first_site.name}
    return data


def parse_submission(data: dict[str, Any], key: SiteKey | None) -> Submission:
    """Return the submission of a request.

    Raises
    ------
    InvalidError
        With a message for each wrong field.
    RefusedError
        403 when a key is used for another site.
    """
    with AllAtOnce() as read:
        submission = read(read_submission, data)
        if key is None:
            read(_refuse_client_ip, data)
    if key is not None and submission.site != key.site:
        raise RefusedError(403, "other_site", f"This key is not for the site {submission.site!r}.")
    return submission


def _refuse_client_ip(data: dict[str, Any]) -> None:
    told = data.get("client_ip")
    if isinstance(told, str) and not is_blank(told):
        raise InvalidError([FieldError("client_ip", "Is taken from programs with a site key only.")])


def _repeat(request: web.Request, key: SiteKey | None, body: bytes) -> Repeat | None:
    value = request.headers.get("Idempotency-Key", "").strip()
    if not value:
        return None
    if len(value) > REPEAT_KEY_MAX:
        message = f"Too long: at most {REPEAT_KEY_MAX} characters, got {len(value):,}."
        raise InvalidError([FieldError("Idempotency-Key", message)])
    sender = key.digest if key else "form"
    return Repeat(f"{sender}\0{value}", hashlib.sha256(body).hexdigest()[:32])


async def get_comment(request: web.Request) -> web.StreamResponse:
    """Tell where a comment stands: JSON for programs, a page for people."""
    comment_id = request.match_info["id"]
    if _is_for_people(request):
        raise web.HTTPSeeOther(f"/comments/{comment_id}?{request.query_string}")
    comment, has_key = await _own_or_keyed(request, comment_id)
    return json_answer(status_view(request, comment, has_key=has_key))


def _is_for_people(request: web.Request) -> bool:
    """Whether a browser asks. Some programs accept pages too, and tell themselves by a key or by JSON."""
    accepted = request.headers.get("Accept", "")
    return "text/html" in accepted and "application/json" not in accepted and not bearer(request)


async def _own_or_keyed(request: web.Request, comment_id: str) -> tuple[Comment, bool]:
    services, key = services_of(request), await site_key(request)
    if key is not None:
        return await kept_comment(services.site(key.site), comment_id), True
    return await own_comment(request, comment_id, request.query.get("token", "")), False


async def own_comment(request: web.Request, comment_id: str, token: str) -> Comment:
    """Return the comment of whoever holds the token of its status address."""
    return await services_of(request).reading.own_comment(named_site(request), comment_id, token)


def named_site(request: web.Request) -> Site:
    """Return the site that the query names, else the first."""
    services = services_of(request)
    name = request.query.get("site", "")
    return services.site(name) if name else services.first_site


def status_view(request: web.Request, comment: Comment, *, has_key: bool) -> dict[str, Any]:
    """Return where a comment stands, with a statement of reasons; a program with a key sees more."""
    base, query = base_url(request), status_query(request, comment)
    may_appeal = services_of(request).reading.may_appeal(comment)
    view = {
        "id": comment.id,
        "status": comment.status,
        "reasons": reasons_view(comment.reasons),
        "article_id": comment.article_id,
        "created_at": iso(comment.created_at_ms),
        "text": comment.text,
        "statement": _statement(comment),
        "appeal_url": f"{base}/v1/comments/{comment.id}/appeal?{query}" if may_appeal else None,
        "appeal": {"at": iso(comment.appeal.at_ms), "open": bool(comment.case)} if comment.appeal else None,
    }
    return view | authorship_view(comment) | scores_view(comment) if has_key else view


def _statement(comment: Comment) -> dict[str, Any]:
    """Return what article 17 of the Digital Services Act asks to tell."""
    measures = {
        Status.APPROVED: "The comment is published.",
        Status.PENDING: "The comment is not published until a moderator has looked at it.",
        Status.REJECTED: "The comment is not published.",
    }
    at_ms = comment.verdict.at_ms if comment.verdict else comment.created_at_ms
    return {
        "measure": measures[comment.status],
        "facts": [reason.message for reason in comment.reasons],
        "ground": "The site's terms for comments.",
        "automated": comment.verdict is None,
        "decided_at": iso(at_ms),
    }


async def post_appeal(request: web.Request) -> web.Response:
    """Open a case for another moderator."""
    data, _ = await read_json(request)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"text", "token"})
        token = request.query.get("token", "") or read(word, data, "token")
        text = read(word, data, "text", longest=BODY_MAX)
    comment = await own_comment(request, request.match_info["id"], token)
    appealed = await services_of(request).reading.appeal(named_site(request), comment, text)
    return json_answer(status_view(request, appealed, has_key=False), status=201)


async def list_comments(request: web.Request) -> web.Response:
    """List the approved comments of an article."""
    with AllAtOnce() as read:
        limit = read(whole_number, request.query, "limit", default=PAGE, least=1, most=PAGE_MAX)
        after = read(comment_id, request.query, "after")
    article_id = article_id_of(request)
    page = await services_of(request).reading.under_article(named_site(request), article_id, after, limit)
    return json_answer(
        {"comments": [published_view(comment) for comment in page.comments], "next": page.next or None}
    )


async def put_article(request: web.Request) -> web.Response:
    """Open or close an article, or have all its comments reviewed."""
    site = await required_site(request)
    data, _ = await read_json(request)
    article = _article(article_id_of(request), data)
    known = {"mode": article.mode, "title": article.title, "url": article.url}
    now_ms = services_of(request).clock()
    await site.articles.set(article.id, by=PROGRAM, now_ms=now_ms, **known)
    return json_answer(
        {"article_id": article.id, "mode": article.mode, "title": article.title, "url": article.url}
    )


def article_id_of(request: web.Request) -> str:
    """Return the article of the path, as `Submission` writes it."""
    article_id = " ".join(request.match_info["article_id"].split())
    if not 0 < len(article_id) <= ID_MAX or "\0" in article_id:
        raise NotFoundError("article")
    return article_id


def _article(article_id: str, data: dict[str, Any]) -> Article:
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"mode", "title", "url"})
        mode, url = read(_mode, data), read(_url, data)
        title = read(word, data, "title", longest=TITLE_MAX)
    return Article(article_id, mode, title, url)


def _mode(data: dict[str, Any]) -> ArticleMode:
    return one_of(ArticleMode, "mode", word(data, "mode") or ArticleMode.OPEN)


def _url(data: dict[str, Any]) -> str:
    url = word(data, "url", longest=URL_MAX)
    if url and not is_web_address(url):
        raise InvalidError([FieldError("url", "Must be an http(s) address.")])
    return url


async def list_decisions(request: web.Request) -> web.Response:
    """List every decision and verdict after a cursor, in order."""
    site = await required_site(request)
    with AllAtOnce() as read:
        limit = read(whole_number, request.query, "limit", default=100, least=1, most=EVENTS_MAX)
        after = read(cursor, request.query, "after")
    page = await services_of(request).reading.events(site, after, limit)
    return json_answer(
        {
            "events": [event_view(event) for event in page.events],
            "next": page.next or None,
        }
    )
