"""Logs: one JSON object a line in production, plain lines on a console; every line of a request carries its id."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
QUIET_PATHS = ("/static/", "/healthz", "/readyz")
SECRET_END = re.compile(r"(/(?:welcome|setup|password/reset/key|walls/screen)/)(?!checklist/|done/)[^/\s\"'?]+")
"""Addresses that open something for whoever knows them: the way is logged, the secret at its end is not."""
REQUEST_ID = re.compile(r"[\w.:-]+", re.ASCII)
TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)  # the values at hand may be passwords
)


def without_secrets(path: str) -> str:
    """The path as it may be written down."""
    return SECRET_END.sub(r"\1…", path)


class WithoutSecrets(logging.Filter):
    """Django names the path of a refused or failed request in its own words, and adds the request: the same holds."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if isinstance(record.args, tuple):
            record.args = tuple(without_secrets(each) if isinstance(each, str) else each for each in record.args)
        return True


def configuration(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING for the form ("json" or "plain"); also sets structlog up, so that both write alike."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderers: dict[str, list[Any]] = {
        "json": [TRACEBACKS, structlog.processors.JSONRenderer()],
        "plain": [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "ours": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers[form]],
            }
        },
        "filters": {"without_secrets": {"()": WithoutSecrets}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "ours", "filters": ["without_secrets"]}
        },
        "root": {"handlers": ["console"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }


class RequestLog:
    """Gives each request an id (the proxy's, where it sends one), binds it to all log lines, and logs the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("redesign.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        sent = request.headers.get("X-Request-ID", "")[:64]
        request_id = sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if not request.path.startswith(QUIET_PATHS):
                self.log.info(
                    "request",
                    method=request.method,
                    path=without_secrets(request.path),
                    status=response.status_code,
                    ms=round((time.perf_counter() - started) * 1000, 1),
                )
        return response
