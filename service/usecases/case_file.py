"""Everything that helps to decide one case: what raised its scores, who wrote it, and what says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.model import Span
from service.domain.clock import Clock
from service.domain.comment import CaseKind, Comment, Status
from service.domain.journal import Entry
from service.scoring.scorer import NotScoredError, Scorer
from service.sites import Site
from service.usecases.read import kept_comment
from service.usecases.review import COPIES_MAX, Case, Review

_HISTORY = 5


@dataclass(frozen=True, slots=True)
class AuthorHistory:
    """What an author did before: how many comments stand how, and the latest ones."""

    counts: dict[Status, int]
    latest: list[Comment]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that helps to decide one case."""

    case: Case
    spans: list[Span]
    history: AuthorHistory
    audit: list[Entry]
    parent: Comment | None
    copies: list[Case]
    """Those that say nearly the same, waiting or decided, the latest first."""

    @property
    def waiting_copies(self) -> list[Case]:
        """The copies that a verdict on this case may decide too."""
        return [copy for copy in self.copies if copy.comment.case is CaseKind.REVIEW]

    @property
    def decided_copies(self) -> list[Comment]:
        """The copies that are decided."""
        return [copy.comment for copy in self.copies if copy.comment.case is CaseKind.NONE]


class CaseFiles:
    """Gathers what is known of cases."""

    def __init__(self, review: Review, scorer: Scorer, clock: Clock) -> None:
        self._review = review
        self._scorer = scorer
        self._clock = clock

    async def of(self, site: Site, comment_id: str) -> CaseFile:
        """Return everything about one comment, decided or not."""
        comment = await kept_comment(site, comment_id)
        [case] = await self._review.with_claims(site, [comment])
        copies = await site.comments.copies(comment, self._clock(), COPIES_MAX)
        return CaseFile(
            case=case,
            spans=await self._spans(comment),
            history=await _history(site, comment),
            audit=await _audit(site, comment),
            copies=await self._review.with_claims(site, copies),
            parent=await site.comments.find(comment.parent_id) if comment.parent_id else None,
        )

    async def spans(self, cases: Sequence[Case]) -> list[list[Span]]:
        """Return for each case what raised its scores."""
        return [await self._spans(case.comment) for case in cases]

    async def _spans(self, comment: Comment) -> list[Span]:
        if comment.decision.is_in_another_language or comment.case is CaseKind.SAMPLE:
            return []
        try:
            return await self._scorer.explain(comment.text)
        except NotScoredError:
            return []


async def _audit(site: Site, comment: Comment) -> list[Entry]:
    entries = await site.comments.audit(comment.id)
    return [entry.blinded for entry in entries] if comment.case is CaseKind.SAMPLE else entries


async def _history(site: Site, comment: Comment) -> AuthorHistory:
    counts: dict[Status, int] = {}
    latest: list[Comment] = []
    for status in Status:
        count, comments = await site.comments.of_author(comment.author_key, status, _HISTORY + 1)
        counts[status] = count - (1 if status is comment.status else 0)
        latest += [other.blinded for other in comments if other.id != comment.id]
    latest.sort(key=lambda other: other.created_at_ms, reverse=True)
    return AuthorHistory(counts, latest[:_HISTORY])
