"""What the model and a site's policy say of texts; nothing of them is kept."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.model import Assessment, Span
from service.domain.comment import Decision
from service.domain.policy import ESTABLISHED_AUTHOR
from service.scoring.scorer import NotScoredError, Scorer
from service.sites import Site
from service.usecases.judging import Judging
from service.usecases.refusals import RefusedError

NOT_SCORED = "not_scored"
_RETRY_S = 60
_SECOND_READINGS_S = 2.0
"""For all texts of one request; what is still undecided then would go to a moderator."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A text's judgement and what the site's policy makes of it."""

    assessment: Assessment
    decision: Decision


class Scoring:
    """Judges texts under a site's policy."""

    def __init__(self, scorer: Scorer, judging: Judging) -> None:
        self._scorer = scorer
        self._judging = judging

    async def __call__(self, site: Site, texts: Sequence[str]) -> list[Scored]:
        """Return the judgement of each text, in order; many texts are one batch.

        Raises
        ------
        RefusedError
            503 when there is no model, or it fails.
        """
        scored = []
        until = time.monotonic() + _SECOND_READINGS_S
        for text, found in zip(texts, await self._assess(texts), strict=True):
            again = time.monotonic() < until
            judged = await self._judging.settle(site, text, found, ESTABLISHED_AUTHOR, may_read_again=again)
            scored.append(Scored(judged.assessment or found, judged.decision))
            await asyncio.sleep(0)  # many long texts take a while; others get their turn in between
        return scored

    async def explain(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return what each part of each text adds to each score; otherwise as a call."""
        try:
            return [await self._scorer.explain(text) for text in texts]
        except NotScoredError as error:
            raise _not_scored(error) from error

    @property
    def version(self) -> str:
        """The model's version."""
        return self._scorer.version

    async def _assess(self, texts: Sequence[str]) -> list[Assessment]:
        try:
            if len(texts) == 1:
                return [await self._scorer.assess(texts[0])]
            return await self._scorer.assess_all(texts)
        except NotScoredError as error:
            raise _not_scored(error) from error


def _not_scored(error: NotScoredError) -> RefusedError:
    return RefusedError(503, NOT_SCORED, f"Texts can't be scored: {error}.", retry_after_s=_RETRY_S)
