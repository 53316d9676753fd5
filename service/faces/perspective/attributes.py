"""The Perspective API's attributes, and which of them our labels answer."""

from collections.abc import Mapping

from classifier.model import Assessment

REJECT = "likely_to_reject"
"""Stands in for a label: the policy's own score."""

_LABELS = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "THREAT": "threat",
    "OBSCENE": "obscene",
    "SPAM": "spam",
    "LIKELY_TO_REJECT": REJECT,
}
_WITHOUT_LABEL = frozenset(
    {
        "SEXUALLY_EXPLICIT",
        "FLIRTATION",
        "ATTACK_ON_AUTHOR",
        "ATTACK_ON_COMMENTER",
        "INCOHERENT",
        "INFLAMMATORY",
        "UNSUBSTANTIAL",
    }
)
_EXPERIMENTAL = "_EXPERIMENTAL"


def label_of(attribute: str) -> str | None:
    """Return the label that answers an attribute such as `TOXICITY` or `INSULT_EXPERIMENTAL@2`."""
    return _LABELS.get(_plain(attribute))


def is_known(attribute: str) -> bool:
    """Whether the Perspective API has such an attribute, whether or not a label of ours answers it."""
    return _plain(attribute) in _LABELS or _plain(attribute) in _WITHOUT_LABEL


def training_label(attribute: str) -> str:
    """Return the name under which a person's word on an attribute is kept."""
    return label_of(attribute) or _plain(attribute).lower()


def scores_by_label(assessment: Assessment) -> Mapping[str, float]:
    """Return the probability of everything that `label_of` may name, as far as the model has it."""
    return assessment.probabilities | {REJECT: assessment.likely_to_reject}


def _plain(attribute: str) -> str:
    return attribute.partition("@")[0].removesuffix(_EXPERIMENTAL)
