"""What goes back and forth about comments."""

from service.api.openapi.shared_schemas import (
    ARTICLE_ID,
    AUTHORSHIP,
    CREATED_AT,
    ID,
    REASONS,
    SCORED,
    STATUS,
    WRITTEN,
)
from service.api.openapi.vocabulary import Part, answer, flag, maybe, moment, ref, several, text, whole, wish
from service.domain.submission import EMAIL_MAX, ID_MAX, NAME_MAX, TEXT_MAX, TITLE_MAX, URL_MAX
from service.usecases.read import APPEAL_MAX

_RECEIPT: Part = {
    "id": ID,
    "status": STATUS,
    "reasons": REASONS,
    "article_id": ARTICLE_ID,
    "created_at": CREATED_AT,
    "status_url": text("Where the commenter sees how it stands; a browser gets a page there.", format="uri"),
}
_STANDING: Part = {
    "id": ID,
    "status": STATUS,
    "reasons": REASONS,
    "article_id": ARTICLE_ID,
    "created_at": CREATED_AT,
    "text": WRITTEN,
    "statement": ref("Statement"),
    "appeal_url": maybe(text("Where to POST an appeal; null when there is none to be had.")),
    "appeal": maybe(
        answer(
            {"at": moment("When the commenter appealed."), "open": flag("Whether it waits for a moderator.")},
            "The commenter's appeal.",
        )
    ),
}

COMMENT_SCHEMAS: Part = {
    "Submission": wish(
        {
            "site": maybe(
                text("The site; a key's own site when a key is sent.", maxLength=ID_MAX, default="default")
            ),
            "article_id": text("The article's id in your CMS.", minLength=1, maxLength=ID_MAX),
            "article_url": maybe(text("Its http(s) address, for moderators.", maxLength=URL_MAX)),
            "article_title": maybe(text("Its title, for moderators.", maxLength=TITLE_MAX)),
            "parent_id": maybe(text("The published comment that this one replies to.", maxLength=ID_MAX)),
            "author": ref("Author"),
            "text": text("The comment, plain text.", minLength=1, maxLength=TEXT_MAX),
            "client_ip": maybe(text("The reader's IP address. With a site key only.")),
        },
        "A comment as the form sends it. Null and an empty string are the same as nothing.",
        required=("article_id", "author", "text"),
    ),
    "Author": wish(
        {
            "name": text("Shown beside the comment.", minLength=1, maxLength=NAME_MAX),
            "email": maybe(text("Never shown.", maxLength=EMAIL_MAX)),
            "id": maybe(text("The reader's id in your CMS, if there is one. Never shown.", maxLength=ID_MAX)),
        },
        "Who writes.",
        required=("name",),
    ),
    "Receipt": answer(
        _RECEIPT | SCORED,
        "A comment that is kept. Scores, model and policy with a site key only.",
        may_lack=tuple(SCORED),
    ),
    "Standing": answer(
        _STANDING | AUTHORSHIP | SCORED,
        "Where a comment stands. Author, parent, scores, model and policy with a site key only.",
        may_lack=(*AUTHORSHIP, *SCORED),
    ),
    "Statement": answer(
        {
            "measure": text("What was done."),
            "facts": several({"type": "string"}, "What it rests on."),
            "ground": text("The rules that it follows from."),
            "automated": flag("Whether no person decided."),
            "decided_at": moment("When."),
        },
        "A statement of reasons, as article 17 of the EU's Digital Services Act has it.",
    ),
    "Reason": answer({"code": text("For programs."), "message": text("For the commenter.")}),
    "Appeal": wish(
        {
            "text": text("Why the comment should stand.", minLength=1, maxLength=APPEAL_MAX),
            "token": maybe(text("Of the status address, if it is not in the query.")),
        },
        required=("text",),
    ),
    "Published": answer(
        {
            "id": ID,
            "text": WRITTEN,
            "created_at": CREATED_AT,
            **AUTHORSHIP,
        },
        "An approved comment as anyone may see it.",
    ),
    "Form": answer(
        {
            "open": flag("Whether the article takes comments."),
            "token": text("For the header `Fairword-Form`, or the field `form_token` of a plain form."),
            "wait_s": whole("Sent sooner than so many seconds from now, a comment waits for a moderator.", 0),
            "valid_s": whole("Sent later than so many seconds from now, too.", 0),
        },
        "A form that is given out now.",
    ),
    "PublishedPage": answer(
        {
            "comments": several(ref("Published"), "Approved comments, oldest first."),
            "next": maybe(text("For `after`; null when these are the last.")),
        }
    ),
}
