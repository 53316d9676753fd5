"""How the domain looks in JSON."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from classifier.model import Span
from service.api.access import base_url
from service.domain.clock import iso
from service.domain.comment import Comment, Reason
from service.services import services_of
from service.store.comments import Event
from service.store.people import Role
from service.store.review_queue import Claim
from service.usecases.bulk import Outcome
from service.usecases.case_file import AuthorHistory, CaseFile
from service.usecases.review import Case


def reasons_view(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Return reasons as the commenter may see them."""
    return [{"code": reason.code, "message": reason.message} for reason in reasons]


def _reasons_in_full(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    return [{"code": each.code, "message": each.message, "evidence": each.evidence} for each in reasons]


def status_url(request: web.Request, comment: Comment) -> str:
    """Return where the commenter sees how a comment stands: JSON for programs, a page in a browser."""
    return f"{base_url(request)}/v1/comments/{comment.id}?{status_query(request, comment)}"


def status_query(request: web.Request, comment: Comment) -> str:
    """Return the query that opens a comment's status, page or JSON, to its author."""
    services = services_of(request)
    site = "" if comment.site == services.first_site.name else f"&site={comment.site}"
    return f"token={services.reading.status_token(comment.id)}{site}"


def receipt_view(request: web.Request, comment: Comment, *, with_scores: bool) -> dict[str, Any]:
    """Return what `POST /v1/comments` answers."""
    view = {
        "id": comment.id,
        "status": comment.status,
        "reasons": reasons_view(comment.reasons),
        "article_id": comment.article_id,
        "created_at": iso(comment.created_at_ms),
        "status_url": status_url(request, comment),
    }
    return view | scores_view(comment) if with_scores else view


def scores_view(comment: Comment) -> dict[str, Any]:
    """Return what a site key may see beside the status."""
    decision = comment.decision
    return {
        "scores": comment.scores,
        "likely_to_reject": comment.likely_to_reject,
        "language": comment.language,
        "model": decision.model,
        "policy": decision.policy,
    }


def authorship_view(comment: Comment) -> dict[str, Any]:
    """Return who wrote a comment, and what it replies to."""
    return {"author": {"name": comment.author.name}, "parent_id": comment.parent_id or None}


def published_view(comment: Comment) -> dict[str, Any]:
    """Return an approved comment as anyone may see it."""
    return {
        "id": comment.id,
        "text": comment.text,
        "created_at": iso(comment.created_at_ms),
        **authorship_view(comment),
    }


def event_view(event: Event) -> dict[str, Any]:
    """Return an event of the outbox."""
    entry = event.entry
    return {
        "id": event.id,
        "type": entry.type,
        "comment_id": entry.comment_id,
        "article_id": entry.article_id,
        "status": entry.status,
        "reasons": _reasons_in_full(entry.reasons),
        "at": iso(entry.at_ms),
        "by": entry.by,
        "model": entry.model,
        "policy": entry.policy,
        **({"source": entry.source, "outside_id": entry.outside_id} if entry.source else {}),
    }


def spans_view(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Return an explanation; offsets count code points."""
    return [
        {"start": span.start, "end": span.end, "label": span.label, "contribution": span.contribution}
        for span in spans
    ]


def claim_view(claim: Claim | None) -> dict[str, Any] | None:
    """Return who holds a case."""
    return {"by": claim.by, "expires_at": iso(claim.expires_at_ms)} if claim else None


def case_view(case: Case, *, mine: str) -> dict[str, Any]:
    """Return a case; its claim's token only to the moderator `mine` who holds it."""
    comment, claim = case.comment, case.claim
    view: dict[str, Any] = {
        "id": comment.id,
        "kind": comment.case,
        "status": comment.status,
        "text": comment.text,
        "author": {"name": comment.author.name, "key": comment.author_key},
        "article_id": comment.article_id,
        "article_url": comment.article_url,
        "article_title": comment.article_title,
        "parent_id": comment.parent_id or None,
        "created_at": iso(comment.created_at_ms),
        "reasons": _reasons_in_full(comment.reasons),
        "appeal": {"text": comment.appeal.text, "at": iso(comment.appeal.at_ms)} if comment.appeal else None,
        "claim": claim_view(claim),
        **scores_view(comment),
    }
    if claim and claim.by == mine:
        view |= {"token": claim.token, "expires_at": iso(claim.expires_at_ms)}
    return view


def case_file_view(file: CaseFile, *, mine: str) -> dict[str, Any]:
    """Return everything about one case."""
    return case_view(file.case, mine=mine) | {
        "spans": spans_view(file.spans),
        "author_history": _history_view(file.history),
        "parent": published_view(file.parent) if file.parent else None,
        "audit": [
            {
                "type": entry.type,
                "status": entry.status,
                "reasons": _reasons_in_full(entry.reasons),
                "at": iso(entry.at_ms),
                "by": entry.by,
                "note": entry.note,
                "model": entry.model,
                "policy": entry.policy,
            }
            for entry in file.audit
        ],
    }


def _history_view(history: AuthorHistory) -> dict[str, Any]:
    latest = [
        {"id": each.id, "status": each.status, "text": each.text, "created_at": iso(each.created_at_ms)}
        for each in history.latest
    ]
    return {"counts": history.counts, "latest": latest}


def outcome_view(outcome: Outcome) -> dict[str, Any]:
    """Return what became of cases that were decided at one stroke."""
    refused = [{"id": comment_id, "detail": why} for comment_id, why in outcome.refused.items()]
    return {"group": outcome.group, "done": outcome.done, "refused": refused}


def session_view(token: str, name: str, role: Role) -> dict[str, Any]:
    """Return a new session."""
    return {"token": token, "moderator": name, "role": role}
