"""What OpenAI's moderation answers; a category that no label of ours means is said not to be applied."""

import secrets
from collections.abc import Sequence
from typing import Any

from classifier.model import Assessment
from service.domain.comment import Outcome
from service.usecases.score import Scored

_LABELS = {
    "harassment": "insult",
    "harassment/threatening": "threat",
    "hate": "identity_attack",
    "hate/threatening": "",
    "illicit": "",
    "illicit/violent": "",
    "self-harm": "",
    "self-harm/instructions": "",
    "self-harm/intent": "",
    "sexual": "",
    "sexual/minors": "",
    "violence": "",
    "violence/graphic": "",
}
"""Category → the label that means the same, empty where none does."""
_LIKELIER_THAN_NOT = 0.5


def moderation_view(model: str, results: Sequence[Scored]) -> dict[str, Any]:
    """Return one result for each text, in order."""
    moderation_id = f"modr-{secrets.token_hex(12)}"
    return {"id": moderation_id, "model": model, "results": [_result_view(each) for each in results]}


def _result_view(scored: Scored) -> dict[str, Any]:
    scores = {category: _score(category, scored.assessment) for category in _LABELS}
    categories = {
        category: score is not None and score >= _LIKELIER_THAN_NOT for category, score in scores.items()
    }
    return {
        "flagged": scored.decision.outcome is Outcome.REJECT or any(categories.values()),
        "categories": categories,
        "category_scores": {category: score or 0.0 for category, score in scores.items()},
        "category_applied_input_types": {
            category: [] if score is None else ["text"] for category, score in scores.items()
        },
    }


def _score(category: str, assessment: Assessment) -> float | None:
    return assessment.probabilities.get(_LABELS[category])
