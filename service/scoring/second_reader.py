"""The second reader, asked for what the fast model is not sure of; without it the fast model has the say."""

from collections.abc import Awaitable, Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import structlog

from classifier.files import ModelError
from classifier.labels import LABELS
from classifier.model import Assessment
from classifier.reader_artifact import ReaderArtifact, load_reader
from classifier.thresholds import NOBODY, Thresholds
from service.scoring.reading_worker import ReadingWorker

NEEDED = ("onnxruntime", "tokenizers")
FastScores = Callable[[], Awaitable[Mapping[str, float]]]
"""Gives the raw scores by the fast model; not asked unless the reader has read the text."""

_log = structlog.get_logger(__name__)


class SecondReader(Protocol):
    """Reads again what the fast model is not sure of."""

    @property
    def version(self) -> str:
        """The version of both models together; empty when there is no second reader."""
        ...

    @property
    def state(self) -> str:
        """Where it stands, for operators."""
        ...

    @property
    def alone(self) -> float:
        """The share of each error budget within which the fast model decides by itself."""
        ...

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:
        """Return where a comment is decided on second reading by these error budgets."""
        ...

    async def read(self, text: str, fast: FastScores) -> Assessment | None:
        """Return the judgement of a text, joined with its fast scores; `None` when late, down or absent."""
        ...

    async def close(self) -> None:
        """End what it runs."""
        ...


class AbsentReader:
    """No second reader: the fast model decides alone."""

    version = ""
    alone = 1.0

    def __init__(self, why: str = "not installed") -> None:
        self.state = f"none: {why}"

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:  # noqa: ARG002 - the port's signature
        """Nobody is decided."""
        return NOBODY

    async def read(self, text: str, fast: FastScores) -> Assessment | None:  # noqa: ARG002
        """Nothing is said."""
        return None

    async def close(self) -> None:
        """Nothing is run."""


class EncoderReader:
    """The encoder in a process of its own, joined with the fast model."""

    def __init__(self, artifact: ReaderArtifact, worker: ReadingWorker, *, within_s: float) -> None:
        self._artifact, self._worker, self._within_s = artifact, worker, within_s
        self._version = f"{artifact.joined_with}+{artifact.version}"
        worker.start()

    @property
    def version(self) -> str:
        """Both models' versions."""
        return self._version

    @property
    def state(self) -> str:
        """Its version when it reads."""
        return self._artifact.version if self._worker.is_ready else "down: the model decides alone"

    @property
    def alone(self) -> float:
        """The share that the thresholds of both together were proven with."""
        return self._artifact.joining.alone

    def thresholds(self, *, leak: float, overblock: float) -> Thresholds:
        """Return the thresholds that keep these budgets on both readings together."""
        return self._artifact.joining.thresholds(leak=leak, overblock=overblock)

    async def read(self, text: str, fast: FastScores) -> Assessment | None:
        """Return the joined judgement, `None` when it is not there in time."""
        scores = await self._worker.scores(text, within_s=self._within_s)
        if scores is None:
            return None
        quick = await fast()
        return self._artifact.joining.assess(text, [quick[label] for label in LABELS], scores)

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()


def open_second_reader(folder: Path | None, fast_version: str, *, within_s: float) -> SecondReader:
    """Return the second reader in `folder`, its process starting; an absent one where it can't be used.

    `None` as a folder means that it is switched off. It must have been joined with the fast model in use, or
    its thresholds would prove nothing.
    """
    if folder is None:
        return AbsentReader("switched off")
    if not folder.exists():
        return AbsentReader("none comes along")
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        return _absent(f"needs {' and '.join(missing)}: install fairword[second-reader]")
    try:
        artifact = load_reader(folder)
    except ModelError as error:
        return _absent(str(error))
    if artifact.joined_with != fast_version:
        return _absent(f"joined with model {artifact.joined_with}, the model in use is {fast_version}")
    return EncoderReader(artifact, ReadingWorker(folder), within_s=within_s)


def _absent(why: str) -> AbsentReader:
    _log.warning("no_second_reader", reason=why)
    return AbsentReader(why)
