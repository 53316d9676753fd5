"""Why a moderator rejects: the house rules, each with the sentence that the commenter reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comment import Reason


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One rule: a code for programs, a button for moderators, a sentence for the commenter.

    Its place in the list is the key that a moderator presses.
    """

    code: str
    label: str
    sentence: str


DEFAULT_RULES = (
    HouseRule("abuse", "Abuse", "It insults or attacks people."),
    HouseRule("hate", "Hate", "It is hateful towards a group of people."),
    HouseRule("threat", "Threat", "It threatens somebody."),
    HouseRule("spam", "Advertising", "It is advertising."),
    HouseRule("off_topic", "Off-topic", "It is not about the article."),
    HouseRule("personal_data", "Personal data", "It gives away personal data."),
    HouseRule("other", "Something else", "It is against the house rules."),
)
"""Those of a site whose editors have set none of their own."""
APPROVED = Reason("moderator", "A moderator approved it.")
_UNSAID = "other"


def rejection(code: str, rules: Sequence[HouseRule] = DEFAULT_RULES) -> Reason:
    """Return the reason for a rejection under one of the house rules.

    An empty code is the rule `other`, the last one where there is none of that name.

    Raises
    ------
    ValueError
        When there is no such rule; the message names those that there are.
    """
    sentences = {rule.code: rule.sentence for rule in rules}
    if not code:
        code = _UNSAID if _UNSAID in sentences else rules[-1].code
    if code not in sentences:
        raise ValueError(f"Must be one of {', '.join(sentences)}, got {code!r}.")
    return Reason(code, sentences[code])
