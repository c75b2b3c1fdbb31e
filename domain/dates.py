"""Dates as a reader reads them, and the time now as it is stored."""

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
    """Return the time now in UTC, ISO 8601; ``timespec`` as in ``datetime.isoformat``."""
    return datetime.now(UTC).isoformat(timespec=timespec)


def day_of(printed: str | None) -> str | None:
    """Return the day of an ISO date or time ("2025-11-03"), or None if it is none."""
    if not printed:
        return None
    try:
        return date.fromisoformat(printed[:10]).isoformat()
    except ValueError:
        return None


def spelled(printed: str) -> str:
    """Return "3 November 2025" for an ISO date or time; anything else as it is printed."""
    day = day_of(printed)
    if day is None:
        return printed
    year, month, number = (int(part) for part in day.split("-"))
    return f"{number} {MONTHS[month - 1]} {year}"


def sounds_current(question: str) -> bool:
    """Whether a question is about the news of the day ("this week", "recently", "on Monday")."""
    return _CURRENT.search(question) is not None
