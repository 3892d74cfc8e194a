"""One line of JSON per log event: no bodies, no names, no addresses with what a person typed."""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTRA = ("actor", "act", "dossier", "code", "method", "route", "status", "ms")

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The id of the request that is being answered; empty outside of one."""


class JsonFormatter(logging.Formatter):
    """Format a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception keeps its type and place, never its values."""
        line: dict[str, object] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        line |= {key: getattr(record, key) for key in EXTRA if hasattr(record, key)}
        request_id = current_request.get() or getattr(getattr(record, "request", None), "request_id", "")
        if request_id:
            line["request_id"] = request_id
        if record.exc_info and record.exc_info[1]:
            line["trace"] = list(_trace(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """Return the words of an event.

    Django's own loggers put paths, hosts and referrers into theirs, which hold what a person typed: of these only the
    status is kept, or the words before anything is put into them.
    """
    if record.name.partition(".")[0] != "django":
        return record.getMessage()
    status = getattr(record, "status_code", None)
    return HTTPStatus(status).phrase if status else str(record.msg)


def _trace(error: BaseException) -> Iterator[str]:
    """Yield an exception's types and places, the cause before its effect; what it says may name people."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _trace(cause)
    yield type(error).__qualname__
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"
