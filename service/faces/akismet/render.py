"""What Akismet answers."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from service.domain.comment import Outcome
from service.domain.rates import Rate
from service.faces.decision_headers import decision_headers
from service.store.usage import CALLS, FALSE_POSITIVES, HAM, MISSED_SPAM, SPAM, PageUsage
from service.usecases.checking import Checked
from service.usecases.refusals import RefusedError
from service.usecases.score import NOT_SCORED

THANKS = "Thanks for making the web a better place."
_LIKELIER_THAN_NOT = 0.5
_CERTAIN = 0.99
_MONTH_S = 30 * 86_400
_RETRY_S = 60
_COLUMNS = (CALLS, SPAM, HAM, MISSED_SPAM, FALSE_POSITIVES)


def is_spam(checked: Checked) -> bool:
    """Whether Akismet would call it spam: the policy rejects it, or it is likelier spam than not."""
    likely = checked.scores.get("spam", 0.0) >= _LIKELIER_THAN_NOT
    return likely or checked.decision.outcome is Outcome.REJECT


def check_answer(checked: Checked) -> web.Response:
    """Return `true` or `false`, with the tip to discard what nobody need look at.

    Raises
    ------
    RefusedError
        503 when it was not judged and waits for nobody here: the client keeps it back and asks again.
    """
    if checked.decision.outcome is Outcome.REVIEW and not checked.scores and not checked.comment_id:
        raise RefusedError(503, NOT_SCORED, "It could not be judged.", retry_after_s=_RETRY_S)
    headers = decision_headers(checked.decision, checked.comment_id)
    if checked.decision.outcome is Outcome.REJECT and checked.scores.get("spam", 0.0) >= _CERTAIN:
        headers["X-akismet-pro-tip"] = "discard"
    return web.Response(text=str(is_spam(checked)).lower(), headers=headers)


def foregone_answer(*, spam: bool) -> web.Response:
    """Return the answer to what is decided by a test's author, a honeypot or the commenter's role."""
    return web.Response(text=str(spam).lower())


def usage_view(pages: Sequence[PageUsage], rate: Rate | None) -> dict[str, Any]:
    """Return this month's calls beside the limit, which Akismet counts by the month."""
    used = sum(page.counts.get(CALLS, 0) for page in pages)
    limit = round(rate.count * _MONTH_S / rate.period_s) if rate else None
    percentage = f"{100 * used / limit:.2f}" if limit else "0.00"
    return {
        "limit": limit or "none",
        "usage": used,
        "percentage": percentage,
        "throttled": bool(limit and used > limit),
    }


def sites_view(month: str, pages: Sequence[PageUsage], *, limit: int, offset: int) -> dict[str, Any]:
    """Return a month's calls by blog, the numbers as strings."""
    rows = [
        {"site": page.blog}
        | {name: str(page.counts.get(name, 0)) for name in _COLUMNS}
        | {"is_revoked": False}
        for page in pages[offset : offset + limit]
    ]
    return {month: rows, "limit": limit, "offset": offset, "total": len(pages)}


def sites_table(month: str, view: Mapping[str, Any]) -> str:
    """Return the same as comma-separated values under Akismet's headings."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    place = f"limit:{view['limit']}, offset: {view['offset']}, total: {view['total']}"
    table.write(f"Active sites during {month} ({place})\n")
    writer.writerow(
        ["Site", "Total API Calls", "Spam", "Ham", "Missed Spam", "False Positives", "Is Revoked"]
    )
    writer.writerows(
        [str(value).lower() if value is False else value for value in row.values()] for row in view[month]
    )
    return table.getvalue()
