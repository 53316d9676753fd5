"""Why a moderator rejects: the house rules, each with the sentence that the commenter reads."""

from service.domain.comment import Reason

HOUSE_RULES = {
    "abuse": "It insults or attacks people.",
    "hate": "It is hateful towards a group of people.",
    "threat": "It threatens somebody.",
    "spam": "It is advertising.",
    "off_topic": "It is not about the article.",
    "personal_data": "It gives away personal data.",
    "other": "It is against the house rules.",
}
APPROVED = Reason("moderator", "A moderator approved it.")


def rejection(code: str) -> Reason:
    """Return the reason for a rejection under one of the house rules.

    Raises
    ------
    ValueError
        When there is no such rule; the message names those that there are.
    """
    if code not in HOUSE_RULES:
        raise ValueError(f"Must be one of {', '.join(HOUSE_RULES)}, got {code!r}.")
    return Reason(code, HOUSE_RULES[code])
