"""Dates as articles print them, to ISO 8601."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from domain.errors import SourceError

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

Order = Literal["DMY", "MDY"]
"""Whether 03/11/2025 is in November or in March."""
_ORDERS: tuple[Order, Order] = ("DMY", "MDY")

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MAX_PRINTED_CHARS = 60
_FIRST_YEAR, _EPOCH = "1600", "1970-01-01"
"""No newspaper is older than the first; the second is when the clocks of computers begin."""
_LABEL_WORDS = 3
_TIME_LETTERS = 6
"""Of a time of day behind a date: "19:20 Uhr", "à 10h00", "7:05 am GMT"; more are a sentence."""

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


def is_past(day: str) -> bool:
    """Whether a date in ISO 8601 is not later than tomorrow, which it may be elsewhere on earth already.

    Programs write a moment that they do not know as the first of their calendar: 0001-01-01, 1970-01-01.
    """
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    return _FIRST_YEAR <= day[:10] <= tomorrow and day[:10] != _EPOCH


def printed_day(line: str, language: str, order: Order | None) -> str | None:
    """Return the day that a line is nothing but a print of, in ISO 8601; None for anything else.

    Args:
        language: tag of the page's language ("de", "en-GB"), "" if it does not say.
        order: order of day and month in dates in figures. Where it is None, 03/11/2025 is no date: it means two days.
    """
    if len(line) > _MAX_PRINTED_CHARS or not _YEAR.search(line):
        return None
    if figures := _NUMERIC.search(line):
        order = _order_of(figures) or order or ("DMY" if figures[1] == figures[3] else None)
        if order is None:
            return None
    for tag in (language, language.partition("-")[0].lower(), "en"):
        try:
            found = _parser(tag, order).get_date_data(line).date_obj
        except (ValueError, OverflowError):  # a language or a locale that dateparser does not know
            continue
        if found:
            return str(found.date().isoformat())
    return None


def labelled_day(line: str, language: str, order: Order | None) -> str | None:
    """Return the day behind a label of at most three words ("Published on", "Publié le"); only a time may follow.

    Arguments as for ``printed_day``.
    """
    years = list(_YEAR.finditer(line))
    if not years or sum(map(str.isalpha, line[years[-1].end() :])) > _TIME_LETTERS:
        return None
    for end in (years[-1].end(), len(line)):
        words = line[:end].split()
        for first in range(min(_LABEL_WORDS + 1, len(words))):
            if day := printed_day(" ".join(words[first:]), language, order):
                return day
    return None


def day_month_order(text: str, known: Collection[str]) -> Order | None:
    """Return the order of day and month in a page's dates in figures, if all of them that show one show the same.

    Args:
        text: all words of the page.
        known: days in ISO 8601 that the page states for machines; a printed date that is one of these shows the order.
    """
    orders = {order for found in _NUMERIC.finditer(text) if (order := _order_of(found) or _order_by(found, known))}
    return orders.pop() if len(orders) == 1 else None


def order_of_language(language: str) -> Order | None:
    """Return the usual order of day and month in a language; None for unknown ones, and English of no country."""
    for tag in (language, language.partition("-")[0].lower()):
        with suppress(ValueError):
            if tag.lower() not in ("", "en") and (found := _parser(tag, None).get_date_data("01/02/2000").date_obj):
                return "DMY" if found.month == 2 else "MDY"
    return None


def printed_days(text: str, order: Order | None) -> Iterator[str]:
    """Yield the days, in ISO 8601, of all dates in figures in a text whose order is known."""
    for found in _NUMERIC.finditer(text):
        if known := _order_of(found) or order:
            yield _iso(found, known)


def misread_days(text: str, order: Order | None) -> set[str]:
    """Return the days that dates in figures in a text do not mean, or may not mean if their order is not known."""
    found = list(_NUMERIC.finditer(text))
    both = {_iso(one, either) for one in found if one[1] != one[3] for either in _ORDERS}
    return both - {*printed_days(text, order)}


def _order_of(found: re.Match[str]) -> Order | None:
    """Return the order that one date shows by itself: by a number above 12, or by dots, which put the day first."""
    first, sign, second = int(found[1]), found[2], int(found[3])
    if first > 12 or sign == ".":
        return "DMY"
    return "MDY" if second > 12 else None


def _order_by(found: re.Match[str], known: Collection[str]) -> Order | None:
    fitting = [order for order in _ORDERS if _iso(found, order) in known]
    return fitting[0] if len(fitting) == 1 else None


def _iso(found: re.Match[str], order: Order) -> str:
    day, month = (found[1], found[3]) if order == "DMY" else (found[3], found[1])
    return f"{found[4]}-{month:0>2}-{day:0>2}"


@lru_cache(maxsize=32)
def _parser(tag: str, order: Order | None) -> "DateDataParser":
    """Return a parser of dates with day, month and year in a language ("de") or locale ("en-GB")."""
    from dateparser.date import DateDataParser

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]} | ({"DATE_ORDER": order} if order else {})
    named = {"locales": [tag]} if "-" in tag else {"languages": [tag]}
    return DateDataParser(settings=settings, **named)


def _written_out(printed: str, what: str) -> str:
    for form in _FORMATS:
        try:
            return _day(printed, form).isoformat()
        except ValueError:
            continue
    raise SourceError(f"{what} is not a date: “{printed}”.", hint="Write it as 2025-11-03.")


def _day(printed: str, form: str) -> date:
    return datetime.strptime(printed, form).date()
