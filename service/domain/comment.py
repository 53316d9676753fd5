"""A comment as it is kept, and what was decided about it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from service.domain.submission import Author
from service.domain.value import value


class Status(StrEnum):
    """Where a comment stands."""

    APPROVED = "approved"
    """Shown under its article."""
    PENDING = "pending"
    """Waiting for a moderator, shown to nobody else."""
    REJECTED = "rejected"
    """Not shown; the commenter may appeal."""


class Outcome(StrEnum):
    """What the policy says of a comment."""

    APPROVE = "approve"
    REVIEW = "review"
    REJECT = "reject"

    @property
    def status(self) -> Status:
        """Where a comment with this outcome stands."""
        return _STATUS_OF[self]


_STATUS_OF = {
    Outcome.APPROVE: Status.APPROVED,
    Outcome.REVIEW: Status.PENDING,
    Outcome.REJECT: Status.REJECTED,
}

OTHER_LANGUAGE = "language"
"""The reason's code where a comment is in a language that the model was not trained on."""
TOO_LONG = "too_long"
"""The reason's code where the model has not read a comment to its end."""


@value
class Reason:
    """Why something was decided: a code for programs, a sentence for the commenter.

    `evidence` is what a rule matched (a word, a link). Moderators see it, commenters don't.
    """

    code: str
    message: str
    evidence: str = ""


_OF_A_SAMPLE = Reason("sample", "It is part of the blind sample: please decide as if nobody had.")


@value
class Decision:
    """What the policy decided, and everything needed to explain it later."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    urgency: float
    """From 0 to 1: how soon a person should look, when the outcome is review."""
    model: str
    policy: str

    @property
    def was_read_twice(self) -> bool:
        """Whether two models judged: then `model` names both, with a plus sign between."""
        return "+" in self.model

    @property
    def is_in_another_language(self) -> bool:
        """Whether a person decides because the model does not know the language: its scores mean nothing."""
        return self.gives(OTHER_LANGUAGE)

    def gives(self, code: str) -> bool:
        """Whether a reason with this code is among the reasons."""
        return any(reason.code == code for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator decided of a case."""

    approve: bool
    by: str
    at_ms: int
    reason: str = ""
    note: str = ""
    group: str = ""
    """The same in all verdicts that were given at one stroke."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a commenter says against a rejection."""

    text: str
    at_ms: int


class BanTarget(StrEnum):
    """Whom a ban keeps from commenting."""

    AUTHOR = "author"
    """Whoever gives the same id or e-mail address."""
    ADDRESS = "address"
    """Whoever writes from the same address."""


@dataclass(frozen=True, slots=True)
class Ban:
    """An author or an address that may not comment."""

    target: BanTarget
    by: str
    at_ms: int
    until_ms: int
    """0: for good."""
    reason: str = ""


class CaseKind(StrEnum):
    """Why a person is asked."""

    NONE = ""
    """Nobody is asked: there is no open case."""
    REVIEW = "review"
    """The policy did not decide."""
    APPEAL = "appeal"
    """The commenter objects to a rejection."""
    REOPENED = "reopened"
    """A moderator wants what the policy decided to be looked at."""
    SAMPLE = "sample"
    """It was drawn from what the policy decided, to be decided again by somebody who is not told how."""


@value
class Comment:
    """What is kept of a submission, and where it stands now."""

    id: str
    site: str
    article_id: str
    author: Author
    author_key: str
    """The author's identity as an opaque word, for keys and links."""
    text: str
    created_at_ms: int
    decision: Decision
    scores: dict[str, float] = field(default_factory=dict)
    likely_to_reject: float | None = None
    language: str = "und"
    article_url: str = ""
    article_title: str = ""
    parent_id: str = ""
    address_key: str = ""
    """The address that it came from, as an opaque word."""
    source: str = ""
    """The face that it came in by; empty for the form and our own API."""
    outside_id: str = ""
    """The id that it has in the system that it came from."""
    status: Status = Status.PENDING
    reasons: tuple[Reason, ...] = ()
    """Why it stands where it stands: the decision's reasons, after a verdict the verdict's."""
    case: CaseKind = CaseKind.NONE
    verdict: Verdict | None = None
    appeal: Appeal | None = None

    @property
    def urgency(self) -> float:
        """From 0 to 1: how soon a person should look; the place in the queue tells nothing of a sample."""
        return 0.0 if self.case is CaseKind.SAMPLE else self.decision.urgency

    @property
    def blinded(self) -> Self:
        """As it is shown to whoever decides it: that of a sample tells nothing of what was decided."""
        if self.case is not CaseKind.SAMPLE:
            return self
        status, reasons = Status.PENDING, (_OF_A_SAMPLE,)
        return replace(self, status=status, reasons=reasons, scores={}, likely_to_reject=None)

    @property
    def standing_verdict(self) -> Verdict | None:
        """The verdict by which it stands, `None` when there is none or a person is asked again."""
        return self.verdict if self.case is CaseKind.NONE else None
