"""Log lines: one a request, with its id, and never with what a commenter wrote."""

import logging
import sys

import structlog

from service.domain.clock import iso, wall_clock
from service.settings import LogFormat


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
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _stamp,
            trace,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _stamp(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Say when, as all else that Fairword tells does."""
    event["timestamp"] = iso(wall_clock())
    return event


def _plain_line(_: object, __: str, event: structlog.typing.EventDict) -> str:
    """Return an event as a line: when, how grave, what, then names and values; a traceback follows it.

    In a file nobody sees the colours of structlog's own renderer, which takes ten times as long.
    """
    when, level, what = event.pop("timestamp"), event.pop("level"), event.pop("event")
    trace = event.pop("exception", "")
    values = "".join([f" {name}={_shown(value)}" for name, value in sorted(event.items())])
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
