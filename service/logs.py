"""Log lines: one a request, with its id, and never with what a commenter wrote."""

import logging
import sys
from contextvars import ContextVar

import structlog
from structlog.contextvars import STRUCTLOG_KEY_PREFIX

from service.domain.clock import iso, wall_clock
from service.settings import LogFormat

_request_id: ContextVar[str] = ContextVar(f"{STRUCTLOG_KEY_PREFIX}request_id", default="")
"""Named as structlog names what it binds, so that it is found too where logs are configured otherwise."""


def configure_logs(log_format: LogFormat) -> None:
    """Write logs to standard error, for people or as JSON, one object a line."""
    renderer: structlog.typing.Processor
    if log_format is LogFormat.JSON:
        renderer = structlog.processors.JSONRenderer()
        trace: structlog.typing.Processor = _traces_without_values()
    else:
        renderer = _for_a_terminal() if sys.stderr.isatty() else _plain_line
        trace = structlog.processors.format_exc_info
    structlog.configure(
        processors=[
            _circumstances,
            trace,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def name_request(request_id: str) -> None:
    """Name the request in each line from here on, until its own task ends."""
    _request_id.set(request_id)


def _circumstances(_: object, level: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Say of which request a line is, how grave it is and when: in one step, as every request has a line."""
    if request_id := _request_id.get():
        event["request_id"] = request_id
    event["level"] = level
    event["timestamp"] = iso(wall_clock())
    return event


def _plain_line(_: object, __: str, event: structlog.typing.EventDict) -> str:
    """Return an event as a line: when, how grave, what, then names and values; a traceback follows it.

    In a file nobody sees the colours of structlog's own renderer, which takes ten times as long.
    """
    when, level, what = event.pop("timestamp"), event.pop("level"), event.pop("event")
    trace = event.pop("exception", "")
    values = "".join([f" {name}={_shown(value)}" for name, value in event.items()])
    return f"{when} [{level}] {what}{values}" + (f"\n{trace}" if trace else "")


def _shown(value: object) -> str:
    text = str(value)
    return text if text.isprintable() and text and " " not in text else repr(text)


def _for_a_terminal() -> structlog.dev.ConsoleRenderer:
    """Return coloured lines; where Rich is installed its tracebacks would show what commenters wrote."""
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


def _traces_without_values() -> structlog.typing.Processor:
    """Tracebacks as data; the values of local variables would be what commenters wrote."""
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return structlog.processors.ExceptionRenderer(transform)
