"""Calls for the form, for readers and for a site's programs."""

from service.api.comments import REPEAT_KEY_MAX
from service.api.openapi.operations import ANYONE, BODY_REFUSALS, SITE, SITE_KEY, call
from service.api.openapi.vocabulary import (
    Part,
    body,
    in_header,
    in_path,
    in_query,
    ref,
    sends,
    text,
    whole,
)
from service.usecases.read import PAGE, PAGE_MAX

_TAG = ["Comments"]
_ID = in_path("id", "The comment.")
_TOKEN = in_query("token", text("Of the comment's status address. Not needed with a site key."))
_APPEAL_TOKEN = in_query("token", text("Of the comment's status address. It may stand in the body instead."))
_ARTICLE = in_path("article_id", "The article's id in your CMS.")
_REPEAT_KEY = in_header(
    "Idempotency-Key",
    text("Lets you send the same request again, to the same result, for a day.", maxLength=REPEAT_KEY_MAX),
)
_FORM_PROOF = in_header(
    "Fairword-Form",
    text("The token of the form, then `; filled` if the field that people don't see was filled in."),
)
_RATES = ("RateLimit", "RateLimit-Policy")

_POST = call(
    "postComment",
    "Send a comment in",
    "It is scored, decided and kept before the answer comes: 201 means that it is not lost. A browser "
    "may call this from the site's own pages without a key. With a site key the answer has scores too, "
    "and only the rate `site` counts, and `address` when `client_ip` is given. A request that may have "
    "been lost on the way can be sent again with the same `Idempotency-Key`.",
    tags=_TAG,
    security=[ANYONE, SITE_KEY],
    parameters=(_REPEAT_KEY, _FORM_PROOF),
    requestBody=body(
        ref("Submission"),
        {"article_id": "ferry-42", "author": {"name": "Alice"}, "text": "A ferry on Sundays, at last!"},
    ),
    answers={"201": sends("The comment is kept.", ref("Receipt"), headers=_RATES)},
    refusals=(
        *BODY_REFUSALS, "NoKey", "NotAllowed", "UnknownSite", "Repeated", "Erased", "InvalidOrReused",
        "TooFast", "Unavailable",
    ),
)  # fmt: skip
_GET = call(
    "getComment",
    "Ask where a comment stands",
    "With a statement of reasons, and where to appeal. A browser (`Accept: text/html`, neither key nor JSON) "
    "is sent on to a page.",
    tags=_TAG,
    security=[ANYONE, SITE_KEY],
    parameters=(_ID, _TOKEN, SITE),
    answers={
        "200": sends("Where it stands.", ref("Standing")),
        "303": {"description": "The same as a page, for a browser."},
    },
    refusals=("NoKey", "NotFound", "Unavailable"),
)
_APPEAL = call(
    "postAppeal",
    "Appeal against a rejection",
    "Another moderator than the one who decided looks at it. Once for each comment, within six months.",
    tags=_TAG,
    parameters=(_ID, _APPEAL_TOKEN, SITE),
    requestBody=body(ref("Appeal"), {"text": "I quoted the minister; the word is not mine."}),
    answers={"201": sends("The appeal waits for a moderator.", ref("Standing"))},
    refusals=(*BODY_REFUSALS, "NotFound", "NoAppeal", "Invalid", "Unavailable"),
)
_LIST = call(
    "listComments",
    "List the approved comments of an article",
    "Oldest first.",
    tags=_TAG,
    parameters=(
        _ARTICLE,
        in_query("after", text("`next` of the page before.")),
        in_query("limit", whole("At most so many.", 1, PAGE_MAX, default=PAGE)),
        SITE,
    ),
    answers={"200": sends("A page of comments.", ref("PublishedPage"))},
    refusals=("NotFound", "Invalid", "Unavailable"),
)
_FORM = call(
    "getForm",
    "Ask for a form",
    "Whether the article takes comments, and a token that tells when the form was given out. A comment that "
    "comes with it sooner than `wait_s` or later than `valid_s` after that waits for a moderator.",
    tags=_TAG,
    parameters=(_ARTICLE, SITE),
    answers={"200": sends("What a form needs before it is filled in.", ref("Form"))},
    refusals=("NotFound", "Unavailable"),
)

COMMENT_PATHS: Part = {
    "/v1/comments": {"post": _POST},
    "/v1/comments/{id}": {"get": _GET},
    "/v1/comments/{id}/appeal": {"post": _APPEAL},
    "/v1/articles/{article_id}/comments": {"get": _LIST},
    "/v1/articles/{article_id}/form": {"get": _FORM},
}
