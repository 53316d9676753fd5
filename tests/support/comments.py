"""Comments as the policy hands them to the store."""

import itertools

from service.domain.comment import CaseKind, Comment, Decision, Outcome, Reason, Verdict
from service.domain.submission import Author
from service.store.comments import Keeping

NOW_MS = 1_760_000_000_000
"""In the past, so that the outbox, which counts by the server's clock, is never trimmed by it."""
DAY_MS = 86_400_000
KEEPING = Keeping(rejected_ms=180 * DAY_MS, decisions_ms=90 * DAY_MS, duplicates_ms=600_000)
SPAM = Reason("spam", "It reads as advertising.", "97%")
FINE = Reason("approved", "A moderator found it fine.")

_numbers = itertools.count(1)


def a_comment(
    outcome: Outcome = Outcome.REVIEW,
    *,
    author: str = "alice",
    article_id: str = "article-1",
    at_ms: int = NOW_MS,
    text: str = "Buy now!",
) -> Comment:
    """A comment that was decided so; its id sorts by `at_ms`, then by when it was made."""
    reasons = (SPAM,)
    return Comment(
        id=f"{at_ms:012x}{next(_numbers):020x}",
        site="default",
        article_id=article_id,
        author=Author(author),
        author_key=author,
        text=text,
        created_at_ms=at_ms,
        decision=Decision(outcome, reasons, 0.5, "model-1", "policy-1"),
        scores={"spam": 0.97},
        likely_to_reject=0.97,
        language="en",
        status=outcome.status,
        reasons=reasons,
        case=CaseKind.REVIEW if outcome is Outcome.REVIEW else CaseKind.NONE,
    )


def approval(by: str, at_ms: int = NOW_MS) -> Verdict:
    """A moderator's approval."""
    return Verdict(approve=True, by=by, at_ms=at_ms)


def rejection(by: str, at_ms: int = NOW_MS) -> Verdict:
    """A moderator's rejection."""
    return Verdict(approve=False, by=by, at_ms=at_ms, reason="spam")
