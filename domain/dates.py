"""Format dates for users, and the current time for the store."""

import re
from datetime import UTC, date, datetime

_CURRENT = re.compile(
    r"\b(?:(?:this|last|next) (?:week|month|year|night)|recent(?:ly)?|latest|newest|today|yesterday|tonight|now|"
    r"currently|just|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b",
    re.IGNORECASE,
)
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def utc_now(timespec: str = "seconds") -> str:
    """Return the current time in UTC, ISO 8601; ``timespec`` as in ``datetime.isoformat``."""
    return datetime.now(UTC).isoformat(timespec=timespec)


def day_of(printed: str | None) -> str | None:
    """Return the day ("2025-11-03") of an ISO 8601 date or time; None for anything else."""
    if not printed:
        return None
    try:
        return date.fromisoformat(printed[:10]).isoformat()
    except ValueError:
        return None


def spelled(printed: str) -> str:
    """Return an ISO 8601 date or time as "3 November 2025"; anything else unchanged."""
    day = day_of(printed)
    if day is None:
        return printed
    year, month, number = (int(part) for part in day.split("-"))
    return f"{number} {MONTHS[month - 1]} {year}"


def sounds_current(question: str) -> bool:
    """Return whether a question asks for current news ("this week", "recently", "on Monday")."""
    return _CURRENT.search(question) is not None
