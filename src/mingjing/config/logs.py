"""One line of JSON per log event: no bodies, no names, no addresses with what a person typed."""

from __future__ import annotations

import json
import logging

EXTRA = ("request_id", "actor", "act", "method", "route", "status", "ms")


class JsonFormatter(logging.Formatter):
    """Format a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception keeps its type and place, never its values."""
        line: dict[str, object] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {key: getattr(record, key) for key in EXTRA if hasattr(record, key)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
