"""The Perspective API: `comments:analyze`, `comments:suggestscore` and the document that describes them."""

from aiohttp import web

from service.api.access import base_url, known_key
from service.api.answers import json_answer
from service.api.rate_headers import rate_headers
from service.faces.decision_headers import decision_headers
from service.faces.perspective.discovery import VERSION, discovery_document
from service.faces.perspective.parse import client_key, parse_analysis, parse_suggestion, read_object
from service.faces.perspective.render import analysis_view, suggestion_view
from service.faces.perspective.spans import sentences, whole
from service.services import services_of
from service.sites import Site
from service.store.people import SiteKey
from service.usecases.feedback import Opinion
from service.usecases.refusals import NotFoundError, RefusedError


async def analyze(request: web.Request) -> web.Response:
    """Score a comment."""
    key, site = await _caller(request)
    asked = parse_analysis(await read_object(request))
    quotas = await services_of(request).allowance.take(site, key.digest)
    parts = sentences(asked.text) if asked.with_spans else []
    scored, *of_parts = await services_of(request).scoring(site, [asked.text, *(part.text for part in parts)])
    pairs = list(zip(parts, (each.assessment for each in of_parts), strict=True))
    view = analysis_view(asked, scored.assessment, pairs or [(whole(asked.text), scored.assessment)])
    return json_answer(view, headers=decision_headers(scored.decision) | rate_headers(quotas))


async def suggest_score(request: web.Request) -> web.Response:
    """Keep a person's word on a comment."""
    key, site = await _caller(request)
    told = parse_suggestion(await read_object(request))
    quotas = await services_of(request).allowance.take(site, key.digest)
    if told.labels and not told.do_not_store:
        opinion = Opinion(told.text, told.labels, "perspective", told.client_token or "", told.community)
        await services_of(request).feedback.keep(site, opinion)
    return json_answer(suggestion_view(told), headers=rate_headers(quotas))


async def discovery(request: web.Request) -> web.Response:
    """Describe the API to clients that build themselves from such a document."""
    if request.query.get("version", VERSION) != VERSION:
        raise NotFoundError("version of this API")
    return json_answer(discovery_document(base_url(request)))


async def _caller(request: web.Request) -> tuple[SiteKey, Site]:
    token = client_key(request)
    if not token:
        raise RefusedError(401, "key_needed", "This needs a site key: ?key=KEY.")
    key = await known_key(request, token)
    return key, services_of(request).site(key.site)
