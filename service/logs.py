"""Log lines: one a request, with its id, and never with what a commenter wrote."""

import logging
import sys

import structlog

from service.settings import LogFormat


def configure_logs(log_format: LogFormat) -> None:
    """Write logs to standard error, for people or as JSON, one object a line."""
    renderer: structlog.typing.Processor
    if log_format is LogFormat.JSON:
        renderer = structlog.processors.JSONRenderer()
        trace: structlog.typing.Processor = _traces_without_values()
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        trace = structlog.processors.format_exc_info
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            trace,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _traces_without_values() -> structlog.typing.Processor:
    """Tracebacks as data; the values of local variables would be what commenters wrote."""
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return structlog.processors.ExceptionRenderer(transform)
