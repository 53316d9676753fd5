"""Judging a text: the fast model and the site's policy, and a second reading of what they are not sure of."""

from time import perf_counter
from typing import NamedTuple

from classifier.model import Assessment
from classifier.second_reading import DOUBTED_FROM
from service.domain.comment import Decision, Outcome
from service.domain.policy import Circumstances
from service.ops.metrics import Metrics
from service.scoring.scorer import NotScoredError, Scorer
from service.sites import Site


class Judged(NamedTuple):
    """A text's judgement, and what the site's policy makes of it."""

    assessment: Assessment | None
    """None when it could not be scored."""
    decision: Decision


def _is_too_kind(second: Judged, first: Assessment) -> bool:
    """Whether the second reading would publish what the first finds likelier unwanted than not."""
    return second.decision.outcome is Outcome.APPROVE and first.likely_to_reject >= DOUBTED_FROM


class Judging:
    """Judges texts under a site's policy.

    Without a second reading, whatever the cause, the fast model's judgement stands. The decision's model
    tells which models judged.
    """

    def __init__(self, scorer: Scorer, metrics: Metrics) -> None:
        self._scorer = scorer
        self._metrics = metrics

    async def __call__(self, site: Site, text: str, circumstances: Circumstances) -> Judged:
        """Judge one text; one that can't be scored goes to a moderator."""
        try:
            assessment = await self._scorer.assess(text)
        except NotScoredError:
            return Judged(None, site.policy.decide(text, None, self._scorer.version, circumstances))
        return await self.settle(site, text, assessment, circumstances)

    async def settle(
        self,
        site: Site,
        text: str,
        assessment: Assessment,
        circumstances: Circumstances,
        *,
        may_read_again: bool = True,
    ) -> Judged:
        """Judge a text that the fast model has scored."""
        decision = site.policy.decide(text, assessment, self._scorer.version, circumstances)
        fast = Judged(assessment, decision)
        can_read = may_read_again and self._scorer.second.version
        if not can_read or not site.policies.sure.waits_for_scores(text, assessment, circumstances):
            return fast
        read = await self._read_again(text)
        if read is None:
            return fast
        version = self._scorer.second.version
        second = Judged(read, site.policies.second.decide(text, read, version, circumstances))
        if not _is_too_kind(second, assessment):
            return second
        unsure = site.policies.sure.decide(text, assessment, self._scorer.version, circumstances)
        return Judged(assessment, unsure)  # the two disagree: a moderator decides

    async def _read_again(self, text: str) -> Assessment | None:
        started = perf_counter()
        read = await self._scorer.read_again(text)
        self._metrics.count_second_reading(in_time=read is not None, seconds=perf_counter() - started)
        return read
