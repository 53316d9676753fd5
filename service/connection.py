"""A client's connection: what comes over it and is no HTTP is answered and logged as all else is."""

from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from service.api.problems import problem, server_problem

_log = structlog.get_logger(__name__)


class Connection(web.RequestHandler):
    """Reads requests; those that are none get as far as here, with no address and no handler."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return what is wrong as a problem; what was sent, which may be a key, is not told."""
        super().handle_error(request, status, exc, message)  # logs, and raises when an answer has begun
        answer = server_problem() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _broken(status)
        answer.headers["Server"] = "fairword"
        answer.force_close()
        return answer

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Log what went wrong in one line; only a failure of ours has a traceback."""
        error = kw.get("exc_info")
        if isinstance(error, HttpProcessingError):
            _log.info("broken_request", kind=type(error).__name__, status=error.code)
        else:
            _log.error("connection_failed", what=args[0], exc_info=error)


def _broken(status: int) -> web.Response:
    sentence = "This can't be read as a request of HTTP, or a line of its head is too long."
    return problem(status, "broken_request", sentence)
