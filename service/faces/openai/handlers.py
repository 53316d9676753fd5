"""OpenAI's moderation endpoint."""

from aiohttp import web

from service.api.access import required_key
from service.api.answers import json_answer
from service.api.rate_headers import rate_headers
from service.faces.decision_headers import decision_headers
from service.faces.openai.parse import read_inputs
from service.faces.openai.render import moderation_view
from service.services import services_of


async def moderate(request: web.Request) -> web.Response:
    """Judge texts, many of them as one batch."""
    key = await required_key(request)
    site = services_of(request).site(key.site)
    texts = await read_inputs(request)
    quotas = await services_of(request).allowance.take(site, key.digest)
    results = await services_of(request).scoring(site, texts)
    headers = rate_headers(quotas) | (decision_headers(results[0].decision) if len(results) == 1 else {})
    return json_answer(moderation_view(services_of(request).scoring.version, results), headers=headers)
