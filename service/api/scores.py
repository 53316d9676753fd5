"""`/v1/score`: what the model and the site's policy say of texts; nothing of them is kept."""

from typing import Any

from aiohttp import web

from classifier.model import Assessment
from service.api.access import required_site
from service.api.bodies import read_json
from service.api.queries import refuse_unknown
from service.api.views import spans_view
from service.domain.policy import Circumstances
from service.domain.submission import TEXT_MAX, FieldError
from service.scoring.scorer import NotScoredError
from service.services import services_of
from service.sites import Site
from service.usecases.refusals import InvalidError, RefusedError

TEXTS_MAX = 512
BODY_MAX = 8 * 1024 * 1024
_RETRY_S = 60
_KNOWN_AUTHOR = Circumstances(approved_before=1)
"""A text alone tells nothing of its author; it is judged as an established author's."""


async def post_score(request: web.Request) -> web.Response:
    """Score texts, in order."""
    site = await required_site(request)
    data, _ = await read_json(request, BODY_MAX)
    refuse_unknown(data, {"texts", "explain"})
    texts, explain = _texts(data), data.get("explain", False)
    if not isinstance(explain, bool):
        raise InvalidError([FieldError("explain", "Must be true or false.")])
    scorer = services_of(request).scorer
    try:
        assessments = await scorer.assess_all(texts)
        spans = [spans_view(await scorer.explain(text)) for text in texts] if explain else []
    except NotScoredError as error:
        sentence = f"Texts can't be scored: {error}."
        raise RefusedError(503, "not_scored", sentence, retry_after_s=_RETRY_S) from error
    results = [_result(site, scorer.version, *pair) for pair in zip(texts, assessments, strict=True)]
    for result, found in zip(results, spans, strict=False):
        result["spans"] = found
    return web.json_response({"model": scorer.version, "policy": site.policy.version, "results": results})


def _texts(data: dict[str, Any]) -> list[str]:
    texts = data.get("texts")
    if not isinstance(texts, list) or not 1 <= len(texts) <= TEXTS_MAX:
        got = f"{len(texts)} texts" if isinstance(texts, list) else type(texts).__name__
        raise InvalidError([FieldError("texts", f"Must be a list of 1 to {TEXTS_MAX} strings, got {got}.")])
    errors = [
        FieldError(f"texts[{place}]", f"Must be a string of at most {TEXT_MAX:,} characters.")
        for place, text in enumerate(texts)
        if not isinstance(text, str) or len(text) > TEXT_MAX
    ]
    if errors:
        raise InvalidError(errors)
    return texts


def _result(site: Site, model: str, text: str, assessment: Assessment) -> dict[str, Any]:
    decision = site.policy.decide(text, assessment, model, _KNOWN_AUTHOR)
    return {
        "scores": assessment.probabilities,
        "likely_to_reject": assessment.likely_to_reject,
        "language": assessment.language,
        "decision": decision.outcome,
        "reasons": [{"code": reason.code, "message": reason.message} for reason in decision.reasons],
    }
