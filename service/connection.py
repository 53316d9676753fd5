"""A client's connection: what comes over it and is no HTTP is answered and logged as all else is."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, cast

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from service.api.problems import problem, server_problem
from service.error_shapes import error_shape
from service.usecases.refusals import RefusedError

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

_log = structlog.get_logger(__name__)
_SHOWN_MAX = 50


class Connection(web.RequestHandler):
    """Reads requests; those that are none get as far as here, with no address and no handler."""

    __slots__ = ()

    def data_received(self, data: bytes) -> None:
        """Take the rest of a body also when the service has been told to stop; the library drops it."""
        close, force_close = self._close, self._force_close
        if not self._request_in_progress or not (close or force_close):
            super().data_received(data)
            return
        self._close = self._force_close = False
        super().data_received(data)
        self._close, self._force_close = self._close or close, self._force_close or force_close

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


def with_expectations(handler: Handler) -> Handler:
    """Return the handler of an application that answers what nobody can expect in the shape of the address.

    The library refuses it before anything of the application is asked, the middlewares too.
    """

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPExpectationFailed as error:
            _log.info("broken_request", kind=type(error).__name__, status=error.status)
            expected = request.headers.get("Expect", "")[:_SHOWN_MAX]
            sentence = f"The header Expect accepts 100-continue, got {expected!r}."
            refused = RefusedError(error.status, "expectation_failed", sentence)
            of_the_application = cast("web.Request", request)
            return error_shape(of_the_application)(of_the_application, refused)

    return handle


def _broken(status: int) -> web.Response:
    sentence = "This can't be read as a request of HTTP, or a line of its head is too long."
    return problem(status, "broken_request", sentence)
