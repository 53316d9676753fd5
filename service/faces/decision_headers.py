"""What the policy decided, beside an answer that has only room for a score or for yes and no."""

from service.domain.comment import Decision

DECISION = "X-Fairword-Decision"
COMMENT = "X-Fairword-Comment"


def decision_headers(decision: Decision, comment_id: str = "") -> dict[str, str]:
    """Return the decision, and the comment's id if it was kept."""
    return {DECISION: str(decision.outcome)} | ({COMMENT: comment_id} if comment_id else {})
