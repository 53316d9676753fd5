"""The plain HTML form: what a browser sends without JavaScript, and is answered."""

from service.api.openapi.operations import call
from service.api.openapi.vocabulary import PROBLEM, Part, text
from service.domain.submission import EMAIL_MAX, ID_MAX, NAME_MAX, TEXT_MAX, TITLE_MAX, URL_MAX

_FIELDS: Part = {
    "type": "object",
    "properties": {
        "name": text("The author's name, as it is to be shown.", maxLength=NAME_MAX),
        "text": text("The comment, plain text.", maxLength=TEXT_MAX),
        "article_id": text("The article's id in your CMS.", maxLength=ID_MAX),
        "email": text("The author's e-mail address.", maxLength=EMAIL_MAX),
        "article_url": text("Where the browser goes back to.", maxLength=URL_MAX),
        "article_title": text("The article's title, for moderators.", maxLength=TITLE_MAX),
        "parent_id": text("The published comment that this one replies to.", maxLength=ID_MAX),
        "site": text("The site, when it is not the first of the configuration.", maxLength=ID_MAX),
        "form_token": text("The token that was given out with the form."),
    },
    "required": ["name", "text", "article_id"],
}
_EXAMPLE: Part = {"article_id": "ferry-42", "name": "Alice", "text": "A ferry on Sundays, at last!"}
_ENCODINGS = ("application/x-www-form-urlencoded", "multipart/form-data")
_PAGE: Part = {"text/html": {"schema": {"type": "string"}}}
_PAGE_OR_PROBLEM: Part = _PAGE | {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_UNREAD = {
    "400": "The form can't be read.",
    "408": "The form did not arrive in time.",
    "413": "The form is too long.",
    "415": "It is no form, or has a file.",
}
_REFUSED = {
    "403": "The page is not the site's, the author banned, or the article closed.",
    "404": "There is no such site.",
    "409": "The author has said that already, or the same form is being processed right now.",
    "410": "The comment that came with this form was erased since.",
    "422": "Fields are wrong: each has a message.",
    "429": "A rate is used up; nothing was kept.",
    "503": "The service's storage is away or full; nothing was kept.",
}
_TAKEN: Part = {
    "description": "The comment is kept: back to the article.",
    "headers": {
        name: {"$ref": f"#/components/headers/{name}"}
        for name in ("Location", "RateLimit", "RateLimit-Policy")
    },
}

_POST = call(
    "postForm",
    "Send a comment in by a plain HTML form",
    "The same as `POST /v1/comments` for a browser without JavaScript. The fields are `name`, `text`, "
    "`article_id`, and if you like `email`, `article_url`, `article_title`, `parent_id`, `site` and "
    "`form_token`; others are not looked at. What is refused comes back as the form, with messages and all "
    "that was typed.",
    tags=["Comments"],
    requestBody={
        "required": True,
        "content": {kind: {"schema": _FIELDS, "example": _EXAMPLE} for kind in _ENCODINGS},
    },
    answers={
        "303": _TAKEN,
        **{status: {"description": said, "content": _PAGE_OR_PROBLEM} for status, said in _UNREAD.items()},
        **{status: {"description": said, "content": _PAGE} for status, said in _REFUSED.items()},
    },
)

FORM_PATHS: Part = {"/comments": {"post": _POST}}
