"""The report of a second reader, in Markdown: committed, shipped or not."""

from training.markdown import as_markdown
from training.reader.evaluating import (
    LARGEST_REVIEW,
    LEAST_AUC,
    LEAST_DECIDED,
    Readings,
    by_budget,
    by_source,
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
that neither model has seen: the held-back tenth of each source, as in [the fast model's report](report.md).

| what | is | bar | |
| --- | --- | --- | --- |
| ROC-AUC of toxicity on talk pages, every text read | {worth.auc:.4f} | {LEAST_AUC} \
| {_mark(worth.auc >= LEAST_AUC)} |
| decided automatically at the default budgets | {worth.decided:.1%} | {LEAST_DECIDED:.0%} \
| {_mark(worth.decided >= LEAST_DECIDED)} |
| left for review, against the fast model alone | {worth.review:.1%} | {LARGEST_REVIEW:.0%} at most \
| {_mark(worth.is_worth_shipping)} |

{_VERDICTS[worth.is_worth_shipping]}

## Error budgets

Shares of the held-back stream. "both": all is read again but what the fast model decides within
{readings.artifact.joining.alone:.0%} of each budget.

{as_markdown(budgets)}
## Toxicity, by source

ROC-AUC of the raw scores when every text is read by both; the interval is of both together.

{as_markdown(sources)}"""
    return text, worth.is_worth_shipping


_VERDICTS = {
    True: "The queue gets shorter by a quarter or more: it is shipped.",
    False: "The queue does not get shorter by a quarter: **it is not shipped**.",
}


def _mark(reached: bool) -> str:  # noqa: FBT001 - it is the whole argument
    return "reached" if reached else "**missed**"
