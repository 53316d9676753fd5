"""The report of a second reader, in Markdown: committed, shipped or not."""

import pandas as pd

from training.markdown import as_markdown
from training.reader.evaluating import (
    LARGEST_REVIEW,
    LEAST_AUC,
    LEAST_DECIDED,
    MOST_OF_A_SOURCE,
    Readings,
    Worth,
    by_budget,
    by_source,
    on_remarks,
    worth_of,
)


def report_of(readings: Readings) -> tuple[str, bool]:
    """The report, and whether the reader is worth shipping."""
    sources, budgets = by_source(readings), by_budget(readings)
    worth = worth_of(sources, budgets)
    size = readings.artifact.encoder.stat().st_size / 1e6
    text = f"""\
# Second reader {readings.artifact.version}

Joined with model {readings.model.version}; weights {size:.1f} MB. Made by `fairword reader evaluate` on rows
that neither model has seen, of the held-back tenth of [the fast model's report](report.md): all talk pages
with labels and the whole stream, {MOST_OF_A_SOURCE} rows at most of any other source.

{_against_the_bars(worth)}
{_VERDICTS[worth.is_worth_shipping]}

## Error budgets

Shares of the held-back stream. "both": all is read again but what the fast model decides within
{readings.artifact.joining.alone:.0%} of each budget.

{as_markdown(budgets)}
{_cross_fitted(readings, budgets)}
## Toxicity, by source

ROC-AUC of the raw scores when every text is read by both; the interval is of both together.

{as_markdown(sources)}
## Remarks that share their words

The same rough words of oneself, of things and of what others said, and against people, these also in calm
words (`training/probes.py`). None was written for training; one abusive remark stands among the tweets as
well, but for a comma.

{as_markdown(on_remarks(readings))}"""
    return text, worth.is_worth_shipping


def _against_the_bars(worth: Worth) -> str:
    return f"""\
| what | is | bar | |
| --- | --- | --- | --- |
| ROC-AUC of toxicity on talk pages, every text read | {worth.auc:.4f} | {LEAST_AUC} \
| {_mark(worth.auc >= LEAST_AUC)} |
| decided automatically at the default budgets | {worth.decided:.1%} | {LEAST_DECIDED:.0%} \
| {_mark(worth.decided >= LEAST_DECIDED)} |
| left for review, against the fast model alone | {worth.review:.1%} | {LARGEST_REVIEW:.0%} at most \
| {_mark(worth.is_worth_shipping)} |
"""


def _cross_fitted(readings: Readings, like: pd.DataFrame) -> str:
    rows = [{"by": name} | readings.cross_fitted.get(name, {}) for name in ("fast", "both")]
    table = pd.DataFrame(rows, columns=[name for name in like.columns if "budget" not in name])
    return f"""\
The same at the default budgets on the nine tenths, where there are more rows and so less chance: every row's
scores are by models that were not fitted on it, the thresholds of the second reading by the four fifths of
the rows that it is not in. Those of the fast model, alone and in both, are by all rows.

{as_markdown(table)}"""


_VERDICTS = {
    True: "The queue gets shorter by a quarter or more: it is shipped.",
    False: "The queue does not get shorter by a quarter: **it is not shipped**.",
}


def _mark(reached: bool) -> str:  # noqa: FBT001 - it is the whole argument
    return "reached" if reached else "**missed**"
