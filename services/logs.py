"""Logging as lines of JSON."""

import json
import logging
import sys
from datetime import UTC, datetime

from domain.request import request_id
from settings import Settings


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON: time, level, logger, message and request id."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if named := request_id():
            line["request"] = named
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logs(settings: Settings) -> None:
    """Log lines of JSON to standard error, one for each question too, if DATELINE_LOG_FORMAT is not "text"."""
    if settings.log_format == "text":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("services").setLevel(logging.INFO)
