"""The model at work: texts scored in batches, long ones on a thread, so that the event loop stays free."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog

from classifier.artifact import load_model
from classifier.files import ModelError
from classifier.model import Assessment, Model, Span
from classifier.thresholds import NOBODY, Thresholds
from service.batching import Batcher
from service.scoring.second_reader import AbsentReader, SecondReader, open_second_reader

_BATCH = 16
_LONG = 10_000
"""Characters that take about three milliseconds. Up to here texts are scored in the event loop: a thread
would cost more than it spares, as the two would keep taking turns at the interpreter."""
NO_MODEL = "none"

A = TypeVar("A")
R = TypeVar("R")

_log = structlog.get_logger(__name__)


class NotScoredError(Exception):
    """Raised when the model is missing or fails on a text."""


class Scorer:
    """Scores texts with one model, or says that it can't: then a moderator decides.

    What the model is not sure of `second` may read again.
    """

    def __init__(self, model: Model | None, second: SecondReader | None = None) -> None:
        self._model = model
        self.second: SecondReader = second or AbsentReader()
        self._batcher: Batcher[str, Assessment] = Batcher(self.assess_all, limit=_BATCH)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scorer")

    @property
    def version(self) -> str:
        """The model's version, `none` when there is no model."""
        return self._model.version if self._model else NO_MODEL

    @property
    def is_ready(self) -> bool:
        """Whether there is a model."""
        return self._model is not None

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:
        """Return the thresholds that keep these error budgets."""
        return self._model.thresholds(leak=leak, overblock=overblock) if self._model else NOBODY

    def thresholds_alone(self, *, leak: float, overblock: float) -> Thresholds:
        """Return the thresholds up to which the model decides without the second reader."""
        share = self.second.alone
        return self.thresholds(leak=leak * share, overblock=overblock * share)

    def assess(self, text: str) -> Awaitable[Assessment]:
        """Score one text, together with what else came in at the same moment.

        Raises
        ------
        NotScoredError
            When it can't be scored.
        """
        return self._batcher.submit(text)

    async def assess_all(self, texts: Sequence[str]) -> list[Assessment]:
        """Score many texts of one request as one batch; otherwise as `assess`."""
        return await self._asked(self._required().assess, texts, in_thread=sum(map(len, texts)) > _LONG)

    async def explain(self, text: str) -> list[Span]:
        """Return what each part of a text adds to each score; otherwise as `assess`."""
        return await self._asked(self._required().explain, text, in_thread=True)

    async def read_again(self, text: str) -> Assessment | None:
        """Return the second reader's judgement; `None` when it is absent or late, or the model fails."""
        try:
            return await self.second.read(text, lambda: self._scores(text))
        except NotScoredError:
            return None

    async def _scores(self, text: str) -> dict[str, float]:
        return await self._asked(self._required().scores, text, in_thread=len(text) > _LONG)

    async def close(self) -> None:
        """Finish what was submitted, and end the thread and the second reader."""
        await self._batcher.close()
        await self.second.close()
        self._thread.shutdown()

    async def _asked(self, judge: Callable[[A], R], what: A, *, in_thread: bool) -> R:
        try:
            if in_thread:
                return await asyncio.get_running_loop().run_in_executor(self._thread, judge, what)
            return judge(what)
        except Exception as error:  # whatever the model trips over, the comment goes to a person
            _log.exception("scoring_failed", model=self.version)
            raise NotScoredError("the model failed") from error

    def _required(self) -> Model:
        if self._model is None:
            raise NotScoredError("there is no model")
        return self._model


def open_scorer(model_dir: Path, reader_dir: Path | None = None, *, within_s: float = 1.0) -> Scorer:
    """Load a model; with a damaged or foreign file the scorer has none, and says why in the log.

    The second reader in `reader_dir`, if there is one that fits the model, has `within_s` for each text.
    """
    try:
        model = load_model(model_dir)
    except ModelError as error:
        _log.error("model_not_loaded", folder=str(model_dir), error=str(error))
        return Scorer(None)
    _log.info("model_loaded", version=model.version, folder=str(model_dir))
    return Scorer(model, open_second_reader(reader_dir, model.version, within_s=within_s))
