"""Akismet 1.1: checks, reports, keys and what was used."""

import hashlib
import re
from datetime import UTC, datetime
from functools import lru_cache

from aiohttp import web

from service.api.access import known_key
from service.api.answers import json_answer
from service.api.queries import AllAtOnce, whole_number
from service.domain.submission import FieldError
from service.faces.akismet.parse import Call, parse_comment, read_call
from service.faces.akismet.render import (
    THANKS,
    check_answer,
    foregone_answer,
    is_spam,
    sites_table,
    sites_view,
    usage_view,
)
from service.services import services_of
from service.sites import Site
from service.store.people import SiteKey
from service.store.usage import CALLS, FALSE_POSITIVES, HAM, MISSED_SPAM, SPAM
from service.usecases.feedback import Opinion
from service.usecases.refusals import InvalidError, RefusedError
from service.usecases.submit import Repeat

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_SITES_MAX = 500
_DAY_MS = 86_400_000


async def verify_key(request: web.Request) -> web.Response:
    """Say whether a key is known."""
    call = await read_call(request)
    call.required("blog")
    await known_key(request, call.key_to_verify)
    return web.Response(text="valid")


async def comment_check(request: web.Request) -> web.Response:
    """Say whether a comment is spam."""
    call = await read_call(request)
    key, site = await _caller(request, call)
    asked = parse_comment(call, key.digest)
    if asked.foregone is not None:
        await services_of(request).allowance.take(site, key.digest)
        answer, spam = foregone_answer(spam=asked.foregone), asked.foregone
    else:
        repeat = _repeat(call)
        checked = await services_of(request).checking(site, asked.comment, repeat, is_test=call.is_test)
        answer, spam = check_answer(checked), is_spam(checked)
    _count(request, site, call, CALLS, SPAM if spam else HAM)
    return answer


async def submit_spam(request: web.Request) -> web.Response:
    """Learn of spam that was missed."""
    return await _report(request, 1.0, MISSED_SPAM)


async def submit_ham(request: web.Request) -> web.Response:
    """Learn of a comment that is no spam."""
    return await _report(request, 0.0, FALSE_POSITIVES)


async def key_sites(request: web.Request) -> web.Response:
    """List what was used, by blog."""
    call = await read_call(request)
    _, site = await _caller(request, call)
    with AllAtOnce() as read:
        month = read(_asked_month, call, services_of(request).clock())
        limit = read(whole_number, call.fields, "limit", default=_SITES_MAX, least=1, most=_SITES_MAX)
        offset = read(whole_number, call.fields, "offset", default=0, least=0, most=1_000_000)
    wanted = call.fields.get("filter", "").lower()
    pages = [page for page in await site.usage.of_month(month) if wanted in page.blog]
    view = sites_view(month, pages, limit=limit, offset=offset)
    if call.fields.get("format", "json") == "csv":
        return web.Response(text=sites_table(month, view), content_type="text/csv")
    return json_answer(view)


def _asked_month(call: Call, now_ms: int) -> str:
    month = call.fields.get("month", "") or _month(now_ms)
    if not _MONTH.fullmatch(month):
        raise InvalidError([FieldError("month", f"Must be a month such as 2026-11, got {month[:20]!r}.")])
    return month


async def usage_limit(request: web.Request) -> web.Response:
    """Tell how much of the site's limit is used this month."""
    call = await read_call(request)
    _, site = await _caller(request, call)
    pages = await site.usage.of_month(_month(services_of(request).clock()))
    return json_answer(usage_view(pages, site.config.limits.site))


async def _report(request: web.Request, spam: float, counted: str) -> web.Response:
    call = await read_call(request)
    key, site = await _caller(request, call)
    told = parse_comment(call, key.digest).comment
    await services_of(request).allowance.take(site, key.digest)
    if not call.is_test:
        opinion = Opinion(told.text, {"spam": spam}, "akismet", told.outside_id, call.blog, told.named_author)
        await services_of(request).feedback.keep(site, opinion)
    _count(request, site, call, counted)
    return web.Response(text=THANKS)


async def _caller(request: web.Request, call: Call) -> tuple[SiteKey, Site]:
    if not call.key:
        raise RefusedError(401, "key_needed", "Missing required field: api_key.")
    key = await known_key(request, call.key)
    return key, services_of(request).site(key.site)


def _count(request: web.Request, site: Site, call: Call, *events: str) -> None:
    if not call.is_test:
        site.usage.count(_month(services_of(request).clock()), call.blog, *events)


def _repeat(call: Call) -> Repeat:
    """Return what makes the same check sent twice one comment: all that tells comments apart."""
    names = ("blog", "permalink", "user_ip", "comment_author", "comment_content", "comment_date_gmt")
    body = "\0".join(call.fields.get(name, "") for name in names)
    digest = hashlib.sha256(body.encode()).hexdigest()[:32]
    return Repeat(f"akismet\0{digest}", digest)


def _month(now_ms: int) -> str:
    return _month_of_day(now_ms // _DAY_MS)


@lru_cache(maxsize=2)
def _month_of_day(day: int) -> str:
    return f"{datetime.fromtimestamp(day * _DAY_MS / 1_000, UTC):%Y-%m}"
