"""Errors towards a commenter: the form again with what was typed, or a page when there is no form to show."""

from aiohttp import web

from service.faces.failure import Failure
from service.faces.wordpress.parse import WordPressForm
from service.usecases.refusals import InvalidError
from service.web.errors import error_page

_FIELDS = {
    "text": "comment",
    "author.name": "author",
    "author.email": "email",
    "article_id": "comment_post_ID",
}


def wordpress_error(request: web.Request, error: Exception) -> web.StreamResponse:
    """Return whatever was raised before there was a form as a page."""
    return error_page(request, error)


def sentence_for(form: WordPressForm, failure: Failure) -> str:
    """Return why a comment was not taken, in the commenter's language where we know it."""
    seconds = failure.headers.get("Retry-After", "")
    code = "unavailable" if failure.code == "storage_full" else failure.code
    return form.words[code].replace("{seconds}", seconds) if code in form.words else failure.detail


def field_sentences(error: InvalidError) -> dict[str, str]:
    """Return what is wrong with each field, by WordPress's names."""
    return {_FIELDS.get(wrong.field, wrong.field): wrong.message for wrong in error.errors}
