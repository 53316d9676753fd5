"""Replay: what another model would have decided of the comments that are kept."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from classifier.model import Assessment, Model
from service.domain.comment import Comment, Outcome
from service.domain.policy import Circumstances, Policy
from service.store.comments import Comments

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Replayed:
    """One comment, and what the other model and policy say of it."""

    comment: Comment
    outcome: Outcome

    @property
    def is_flip(self) -> bool:
        """Whether the automatic decision would have been another."""
        return self.outcome is not self.comment.decision.outcome

    @property
    def contradicts_moderator(self) -> bool:
        """Whether it would do by itself the opposite of what a moderator decided."""
        verdict = self.comment.verdict
        return verdict is not None and self.outcome is (
            Outcome.REJECT if verdict.approve else Outcome.APPROVE
        )


async def replay(comments: Comments, model: Model, policy: Policy) -> AsyncIterator[Replayed]:
    """Yield every kept comment as the model and policy would have decided it in its circumstances."""
    async for found in comments.in_chunks(_CHUNK):
        for each in _decided(found, model, policy):
            yield each


def _decided(comments: Sequence[Comment], model: Model, policy: Policy) -> list[Replayed]:
    assessments = model.assess([comment.text for comment in comments])

    def outcome(comment: Comment, assessment: Assessment) -> Outcome:
        then = Circumstances.told_by(comment.decision)
        return policy.decide(comment.text, assessment, model.version, then).outcome

    return [
        Replayed(comment, outcome(comment, assessment))
        for comment, assessment in zip(comments, assessments, strict=True)
    ]
