"""`/v1/score`: what the model and the site's policy say of texts; nothing of them is kept."""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from classifier.model import Span
from service.api.access import required_site
from service.api.answers import as_json, json_answer
from service.api.bodies import read_json
from service.api.queries import AllAtOnce, refuse_unknown
from service.api.views import reasons_view, spans_view
from service.domain.submission import TEXT_MAX, FieldError, json_type
from service.services import services_of
from service.usecases.refusals import InvalidError
from service.usecases.score import Scored

TEXTS_MAX = 512
BODY_MAX = 8 * 1024 * 1024


async def post_score(request: web.Request) -> web.StreamResponse:
    """Score texts, in order."""
    site = await required_site(request)
    data, _ = await read_json(request, BODY_MAX)
    with AllAtOnce() as read:
        read(refuse_unknown, data, {"texts", "explain"})
        texts, explain = read(_texts, data), read(_explain, data)
    scoring = services_of(request).scoring
    results = [_result(scored) for scored in await scoring(site, texts)]
    head = {"model": scoring.version, "policy": site.policy.version}
    if explain:
        return await _explained(request, head, results, texts)
    return json_answer(head | {"results": results})


async def _explained(
    request: web.Request, head: dict[str, Any], results: list[dict[str, Any]], texts: list[str]
) -> web.StreamResponse:
    """Send result by result: the spans of many long texts are too much to hold, or to write at once."""
    response = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8"})
    before = as_json(head)[:-1] + b',"results":['
    for result, text in zip(results, texts, strict=True):
        (spans,) = await services_of(request).scoring.explain([text])
        written = await asyncio.to_thread(_written, result, spans)
        if not response.prepared:  # what can't be explained at all is refused, with nothing sent
            await response.prepare(request)
        await response.write(before + written)
        before = b","
    await response.write(b"]}")
    await response.write_eof()
    return response


def _written(result: dict[str, Any], spans: Sequence[Span]) -> bytes:
    return as_json(result | {"spans": spans_view(spans)})


def _explain(data: dict[str, Any]) -> bool:
    explain = data.get("explain")
    if explain is not None and not isinstance(explain, bool):
        raise InvalidError([FieldError("explain", "Must be true or false.")])
    return bool(explain)


def _texts(data: dict[str, Any]) -> list[str]:
    texts = data.get("texts")
    if not isinstance(texts, list) or not 1 <= len(texts) <= TEXTS_MAX:
        got = f"{len(texts)} texts" if isinstance(texts, list) else json_type(texts)
        raise InvalidError([FieldError("texts", f"Must be a list of 1 to {TEXTS_MAX} strings, got {got}.")])
    errors = [
        FieldError(f"texts[{place}]", f"Must be a string of at most {TEXT_MAX:,} characters.")
        for place, text in enumerate(texts)
        if not isinstance(text, str) or len(text) > TEXT_MAX
    ]
    if errors:
        raise InvalidError(errors)
    return texts


def _result(scored: Scored) -> dict[str, Any]:
    assessment, decision = scored.assessment, scored.decision
    return {
        "scores": assessment.probabilities,
        "likely_to_reject": assessment.likely_to_reject,
        "language": assessment.language,
        "decision": decision.outcome,
        "reasons": reasons_view(decision.reasons),
    }
