"""Dates as articles print them, to ISO 8601."""

from datetime import date, datetime

from domain.errors import SourceError

_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y/%m/%d")


def iso_date(printed: str, what: str) -> str:
    """Return a day as ``2025-11-03``, or a time that has an offset as it is printed; a time without one as its day.

    Raises SourceError, naming ``what``, for anything else; 03/11/2025 is refused, since it means two days.
    """
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError:
        return _written_out(printed, what)
    if len(printed) > len("2025-11-03") and moment.tzinfo is not None:
        return printed.replace(" ", "T", 1)
    return moment.date().isoformat()


def is_date(printed: str) -> bool:
    """Whether ``iso_date`` takes it."""
    try:
        iso_date(printed, "")
    except SourceError:
        return False
    return True


def _written_out(printed: str, what: str) -> str:
    for form in _FORMATS:
        try:
            return _day(printed, form).isoformat()
        except ValueError:
            continue
    raise SourceError(f"{what} is not a date: “{printed}”.", hint="Write it as 2025-11-03.")


def _day(printed: str, form: str) -> date:
    return datetime.strptime(printed, form).date()
