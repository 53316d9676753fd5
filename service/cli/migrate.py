"""`fairword migrate`: from another service's numbers to ours."""

import csv
import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from classifier.artifact import load_model
from classifier.files import ModelError
from service.domain.equivalence import equivalent
from service.domain.numbers import counted, read_number
from service.faces.perspective.attributes import label_of, scores_by_label
from service.models import chosen_model
from service.settings import Settings

_TEXT_COLUMNS = ("text", "comment", "comment_text", "body")
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
_CHUNK = 256
_FEW = 30


@dataclass(frozen=True, slots=True)
class Scored:
    """One attribute: Perspective's scores, and of which rows."""

    attribute: str
    rows: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


@click.group()
def migrate() -> None:
    """Move over from another service."""


@migrate.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", "text_column", default="", help="The column of the comments; found by its name.")
@click.option(
    "--threshold", "wanted", multiple=True, type=click.FloatRange(0, 1), help="A threshold that you use."
)
def thresholds(file: Path, text_column: str, wanted: tuple[float, ...]) -> None:
    """Print the cut-offs that do what your Perspective thresholds did.

    FILE is a CSV of your recent comments: a column with the text, and one for each attribute with
    Perspective's score, named as the attribute: TOXICITY, INSULT and so on.
    """
    texts, found = read_scores(file, text_column)
    ours = _our_scores(texts)
    for scored in found:
        _print(scored, [ours[row] for row in scored.rows], sorted(wanted) or _THRESHOLDS)


def read_scores(file: Path, text_column: str) -> tuple[list[str], list[Scored]]:
    """Return the texts and Perspective's scores of a CSV file.

    Raises
    ------
    click.ClickException
        When a column is missing, a score is none or the file is no CSV; the message names it.
    """
    with file.open(encoding="utf-8-sig", newline="") as opened, _told_if_broken(file):
        reader = csv.DictReader(opened)
        names = list(reader.fieldnames or [])
        column = _text_column(file, names, text_column)
        found = [Scored(name) for name in names if name and label_of(name.strip().upper())]
        if not found:
            raise click.ClickException(f"{file}: no column is named as an attribute we know, got {names}")
        texts: list[str] = []
        for row in reader:
            for scored in found:
                _add(file, reader.line_num, scored, len(texts), row.get(scored.attribute) or "")
            texts.append(row.get(column) or "")
    return texts, found


@contextmanager
def _told_if_broken(file: Path) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise click.ClickException(f"{file}: no CSV ({error}); is a quote not closed?") from error


def _text_column(file: Path, names: list[str], wanted: str) -> str:
    accepted = (wanted,) if wanted else _TEXT_COLUMNS
    for name in names:
        if name and (name == wanted or name.strip().lower() in accepted):
            return name
    raise click.ClickException(f"{file}: no column {' or '.join(accepted)}, got {names}")


def _add(file: Path, line: int, scored: Scored, row: int, value: str) -> None:
    if not value.strip():
        return
    try:
        score = read_number(value)
    except ValueError:
        score = math.nan
    if not 0 <= score <= 1:
        where = f"{file}, line {line}, column {scored.attribute}"
        raise click.ClickException(f"{where}: accepts a number from 0 to 1, got {value[:50]!r}")
    scored.rows.append(row)
    scored.scores.append(score)


def _our_scores(texts: Sequence[str]) -> list[dict[str, float]]:
    try:
        model = load_model(chosen_model(Settings.from_environment(os.environ)))
    except ModelError as error:
        raise click.ClickException(str(error)) from error
    chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    return [dict(scores_by_label(each)) for chunk in chunks for each in model.assess(chunk)]


def _print(scored: Scored, ours: list[dict[str, float]], wanted: Sequence[float]) -> None:
    label = label_of(scored.attribute.strip().upper()) or ""
    click.echo(f"{scored.attribute} → {label}, {counted(len(ours), 'comment', 'comments')}")
    for threshold in wanted:
        same = equivalent(scored.scores, [each[label] for each in ours], threshold)
        if same is None:
            click.echo(f"  {threshold:.2f}  no comment or every comment reaches it")
            continue
        few = "  (few comments: take it with care)" if same.flagged < _FEW else ""
        told = f"{same.flagged:,} flagged, {same.agreement:.1%} agreement, {same.shared:.1%} of those flagged"
        click.echo(f"  {threshold:.2f}  → {same.cut_off:.3f}  {told} are the same{few}")
