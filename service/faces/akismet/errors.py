"""Errors as Akismet has them: the word `invalid`, and the reason in a header."""

from aiohttp import web

from service.faces.failure import failure_of

HELP = "X-akismet-debug-help"
_ALERT_CODE, _ALERT_MESSAGE = "X-akismet-alert-code", "X-akismet-alert-msg"
_SAID_WITH_200 = frozenset({"key_needed", "unknown_key", "invalid", "other_site"})
"""Akismet answers 200 to a wrong key or field, and its clients count on that."""


def akismet_error(_: web.Request, error: Exception) -> web.Response:
    """Return whatever was raised in the shape that Akismet clients parse."""
    failure = failure_of(error)
    headers = {HELP: _one_line(failure.detail), **failure.headers}
    if failure.code == "too_fast":
        headers |= {_ALERT_CODE: "429", _ALERT_MESSAGE: _one_line(failure.detail)}
    status = 200 if failure.code in _SAID_WITH_200 else failure.status
    return web.Response(text="invalid", status=status, headers=headers)


def _one_line(sentence: str) -> str:
    """Return what a header may hold of a sentence."""
    return "".join(each if " " <= each <= "~" else "?" for each in sentence)[:500]
