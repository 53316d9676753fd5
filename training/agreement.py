"""How well a model's highlights agree with the words that people marked as toxic."""

import ast
from pathlib import Path

import numpy as np
from tqdm import tqdm

from classifier.highlighting import highlights
from classifier.model import Model
from training.datasets.table import DataError, read_table

MARKED = Path("civil_comments/spans_trial.csv")


def read_marked(path: Path) -> list[tuple[str, set[int]]]:
    """Texts, and the characters of each that people marked.

    Raises
    ------
    DataError
        If the file is missing or a row's marks are no list of characters.
    """
    table = read_table(path, ["text", "spans"])
    rows = []
    for row, (text, spans) in enumerate(zip(table["text"], table["spans"], strict=True)):
        try:
            rows.append((text, {int(place) for place in ast.literal_eval(spans)}))
        except (ValueError, SyntaxError, TypeError) as error:
            raise DataError(
                f"{path}: row {row + 2}: spans accepts a list of offsets, got {spans!r}"
            ) from error
    return rows


def span_f1(found: set[int], marked: set[int]) -> float:
    """F1 over characters, as in SemEval-2021 task 5: 1 where both are empty, 0 where only one is."""
    if not found or not marked:
        return float(not found and not marked)
    return 2 * len(found & marked) / (len(found) + len(marked))


def agreement(model: Model, rows: list[tuple[str, set[int]]]) -> float:
    """The mean F1 of the highlights for toxicity over `rows`."""
    scores = []
    for text, marked in tqdm(rows, "Comparing highlights", unit="text"):
        stretches = highlights(text, model.explain(text), "toxicity")
        scores.append(span_f1({place for start, end in stretches for place in range(start, end)}, marked))
    return float(np.mean(scores))
