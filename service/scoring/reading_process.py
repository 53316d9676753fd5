"""The process that runs the encoder: `python -m service.scoring.reading_process FOLDER`.

Started and asked by `service.scoring.reading_worker`, one line of JSON on standard input for each text; it
answers with the text's scores. It ends when its standard input does.
"""

import json
import os
import sys
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from classifier.encoder import open_encoder
from classifier.reader_artifact import ReaderArtifact, load_reader
from classifier.wordpieces import Wordpieces

Floats = NDArray[np.float64]

_NICENESS = 19
"""The event loop goes first."""


class Encoder:
    """The encoder in memory, on one thread."""

    def __init__(self, artifact: ReaderArtifact) -> None:
        self._session = open_encoder(artifact.encoder)
        self._wordpieces = Wordpieces(artifact.tokenizer, artifact.tokens)

    def scores(self, text: str) -> list[float] | None:
        """Log-odds of each label for a text as it was typed: the highest of its stretches.

        `None` for one that can't be read to its end.
        """
        stretches = self._wordpieces.of(text)
        if not stretches.is_whole:
            return None
        highest: list[float] = np.max([self._read(ids) for ids in stretches.ids], axis=0).tolist()
        return highest

    def _read(self, stretch: list[int]) -> Floats:
        ids = np.array([stretch], np.int64)
        [rows] = self._session.run(["scores"], {"ids": ids, "mask": np.ones_like(ids)})
        scores: Floats = np.asarray(rows, np.float64)[0]
        return scores


def answer(encoder: Encoder, questions: IO[str], answers: IO[str]) -> None:
    """Answer every line, in order; the first line that goes out says that the encoder is there."""
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in questions:
        print(json.dumps({"scores": encoder.scores(json.loads(line)["text"])}), file=answers, flush=True)


def main() -> None:
    """Serve the second reader in the folder that is the argument."""
    os.nice(_NICENESS)
    answer(Encoder(load_reader(Path(sys.argv[1]))), sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
