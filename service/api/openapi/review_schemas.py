"""What goes back and forth with moderators."""

from service.api.openapi.shared_schemas import (
    ARTICLE_ID,
    BY,
    CREATED_AT,
    ENTRY_TYPE,
    FULL_REASONS,
    ID,
    MODEL,
    POLICY,
    SCORED,
    SPANS,
    STATUS,
    WRITTEN,
)
from service.api.openapi.vocabulary import Part, answer, maybe, moment, ref, several, share, text, whole, wish
from service.domain.comment import BanTarget, CaseKind, Status
from service.domain.house_rules import DEFAULT_RULES
from service.store.people import Role
from service.usecases.bans import REASON_MAX
from service.usecases.bulk import BULK_MAX
from service.usecases.case_filter import WAITING_MS, Order
from service.usecases.review import CLAIMS_MAX, NOT_IDS_MAX
from service.usecases.ruling import NOTE_MAX

_CASE: Part = {
    "id": ID,
    "kind": text("Why a person is asked; empty when nobody is.", enum=list(map(str, CaseKind))),
    "status": STATUS,
    "text": WRITTEN,
    "author": answer(
        {
            "name": text("The author's name."),
            "key": text("Stands for the author: the same for all comments of one, and tells no more."),
        }
    ),
    "article_id": ARTICLE_ID,
    "article_url": text("The article's address, as the submission told it; may be empty."),
    "article_title": text("The article's title, as the submission told it; may be empty."),
    "parent_id": maybe(text("The comment that it replies to.")),
    "created_at": CREATED_AT,
    "reasons": FULL_REASONS,
    "appeal": maybe(answer({"text": text("What the commenter says."), "at": moment("When.")})),
    "claim": maybe(ref("Claim")),
    **SCORED,
    "token": text("Of your claim: send it with the verdict. Only in cases that you hold."),
    "expires_at": moment("When your claim ends. Only in cases that you hold."),
}
_HELD = ("token", "expires_at")
_TOKEN = text("Of your claim.", minLength=1)
_RULING: Part = {
    "verdict": text("What you decide.", enum=["approve", "reject"]),
    "reason": maybe(
        text(
            "Of a rejection: the code of one of the site's house rules. Any other word or sentence counts as "
            "`other` and is put before the note.",
            examples=[rule.code for rule in DEFAULT_RULES],
            default="other",
            maxLength=300,
        )
    ),
    "note": maybe(text("For colleagues; commenters do not see it.", maxLength=NOTE_MAX)),
}

REVIEW_SCHEMAS: Part = {
    "FullReason": answer(
        {
            "code": text("For programs."),
            "message": text("For the commenter."),
            "evidence": text("What a rule matched, for moderators; may be empty."),
        }
    ),
    "SignIn": wish(
        {"username": text("Your name.", maxLength=300), "password": text("Your password.", maxLength=500)},
        required=("username", "password"),
    ),
    "Session": answer(
        {
            "token": text("For `Authorization: Bearer`. It ends after twelve hours without a call."),
            "moderator": text("Your name."),
            "role": text("What you may do.", enum=list(map(str, Role))),
        }
    ),
    "CaseFilter": wish(
        {
            "article_id": maybe(text("Under this article.", maxLength=300)),
            "reason": maybe(text("With a reason of this code.", maxLength=300)),
            "author": maybe(text("By this author (`author.key` of a case).", maxLength=300)),
            "language": maybe(text("In this language.", maxLength=300)),
            "label": maybe(text("With this label as likely as not.", maxLength=300)),
            "q": maybe(
                text(
                    "With all of these words in the text, the author's name or the article's title.",
                    maxLength=300,
                )
            ),
            "waiting": maybe(
                text("Posted so long ago or longer.", enum=[*WAITING_MS, None]),
            ),
            "score_from": maybe(share("At least so likely to be rejected by a moderator.")),
            "score_to": maybe(share("At most so likely to be rejected by a moderator.")),
            "ids": maybe(
                several(
                    {"type": "string"},
                    "Only these, the first of them first.",
                    minItems=1,
                    maxItems=CLAIMS_MAX,
                )
            ),
            "not_ids": maybe(
                several(
                    {"type": "string"},
                    "None of these: whoever skipped them has seen them.",
                    minItems=1,
                    maxItems=NOT_IDS_MAX,
                )
            ),
        },
        "Which cases; what is not told lets everything through.",
    ),
    "ClaimWish": wish(
        {
            "limit": whole("At most so many.", 1, CLAIMS_MAX, default=1),
            "filter": maybe(ref("CaseFilter")),
            "sort": maybe(
                text(
                    "Which come first: the most urgent, the oldest, or the likeliest to be rejected.",
                    enum=[*map(str, Order), None],
                )
            ),
        }
    ),
    "Claim": answer({"by": text("Who holds the case."), "expires_at": moment("Until when.")}),
    "Case": answer(_CASE, "A comment that waits for a person.", may_lack=_HELD),
    "ClaimedCase": answer(_CASE | {"spans": SPANS}, "A case that you hold."),
    "ClaimedCases": answer({"cases": several(ref("ClaimedCase"), "In the order asked for.")}),
    "CasePage": answer(
        {
            "cases": several(ref("Case"), "In the order asked for."),
            "next": maybe(whole("For `after`; null when these are the last.", 1)),
        }
    ),
    "CaseFile": answer(
        _CASE
        | {
            "spans": SPANS,
            "author_history": ref("AuthorHistory"),
            "parent": maybe(ref("Published")),
            "audit": several(ref("AuditEntry"), "What happened to it, oldest first."),
        },
        "Everything that helps to decide one case.",
        may_lack=_HELD,
    ),
    "AuthorHistory": answer(
        {
            "counts": answer({status: whole(f"Other comments that stand {status}.", 0) for status in Status}),
            "latest": several(
                answer({"id": ID, "status": STATUS, "text": WRITTEN, "created_at": moment("When.")}),
                "The author's latest other comments.",
            ),
        }
    ),
    "AuditEntry": answer(
        {
            "type": ENTRY_TYPE,
            "status": STATUS,
            "reasons": FULL_REASONS,
            "at": moment("When."),
            "by": BY,
            "note": text("For colleagues; may be empty."),
            "model": MODEL,
            "policy": POLICY,
        }
    ),
    "VerdictWish": wish(
        {"token": _TOKEN, **_RULING},
        required=("token", "verdict"),
    ),
    "Verdict": answer(
        {
            "id": ID,
            "status": STATUS,
            "decided_by": text("Your name."),
            "decided_at": moment("When."),
        }
    ),
    "VerdictsWish": wish(
        {
            "ids": several({"type": "string"}, "The cases.", minItems=1, maxItems=BULK_MAX),
            **_RULING,
        },
        required=("ids", "verdict"),
    ),
    "Outcome": answer(
        {
            "group": text("Takes all of it back: `/v1/review/groups/{id}/undo`."),
            "done": several({"type": "string"}, "The cases for which it worked."),
            "refused": several(
                answer({"id": ID, "detail": text("Why.")}), "The cases that stay as they were."
            ),
        }
    ),
    "TokenWish": wish({"token": _TOKEN}, required=("token",)),
    "Renewed": answer({"id": ID, "expires_at": moment("When your claim ends now.")}),
    "Released": answer({"id": ID}),
    "BanWish": wish(
        {
            "target": text("Whom.", enum=list(map(str, BanTarget)), default="author"),
            "period": text('How long, such as "24h" or "30d"; empty: for good.', default=""),
            "reason": text("Why, for colleagues.", maxLength=REASON_MAX),
        }
    ),
    "Ban": answer(
        {
            "target": text("Who may not comment.", enum=list(map(str, BanTarget))),
            "by": text("Your name."),
            "until": maybe(moment("Until when; null: for good.")),
        }
    ),
    "Stats": answer(
        {
            "open": whole("Open cases.", 0),
            "claimed": whole("Those that somebody holds.", 0),
            "waiting": whole("Those that nobody holds.", 0),
            "mine": whole("Those that you hold.", 0),
            "next_due": maybe(moment("When the most urgent should have been looked at.")),
        }
    ),
}
