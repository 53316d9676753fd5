"""What the Perspective API answers."""

from collections.abc import Sequence
from typing import Any

from classifier.model import Assessment
from service.faces.perspective.attributes import scores_by_label
from service.faces.perspective.languages import answered, detected, judged_in
from service.faces.perspective.parse import Analysis, Requested, Suggestion
from service.faces.perspective.spans import Part

Scores = Sequence[tuple[Part, Assessment]]


def analysis_view(asked: Analysis, assessment: Assessment, parts: Scores) -> dict[str, Any]:
    """Return the scores of a comment and of its parts; those below an attribute's threshold are left out."""
    scores = scores_by_label(assessment)
    view: dict[str, Any] = {
        "attributeScores": {
            each.name: {
                "spanScores": _spans_view(each, parts),
                "summaryScore": _score_view(scores[each.label]),
            }
            for each in answered(asked, assessment)
            if scores[each.label] >= each.threshold
        },
        "languages": judged_in(asked, assessment),
        "detectedLanguages": detected(assessment),
    }
    return view | _token_view(asked.client_token)


def suggestion_view(suggestion: Suggestion) -> dict[str, Any]:
    """Return the receipt of a person's word."""
    return _token_view(suggestion.client_token)


def _spans_view(each: Requested, parts: Scores) -> list[dict[str, Any]]:
    scored = [(part, scores_by_label(assessment)[each.label]) for part, assessment in parts]
    return [
        {"begin": part.begin, "end": part.end, "score": _score_view(score)}
        for part, score in scored
        if score >= each.threshold
    ]


def _score_view(value: float) -> dict[str, Any]:
    return {"value": value, "type": "PROBABILITY"}


def _token_view(token: str | None) -> dict[str, Any]:
    return {"clientToken": token} if token is not None else {}
