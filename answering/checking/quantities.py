"""Numbers and dates that a written statement has and the sentences that carry it have not."""

import re
from collections.abc import Iterator
from datetime import date

from answering.checking.grounds import Grounds
from domain.dates import day_of
from text.numbers import amounts, missing
from text.relative_dates import told_times

_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MONTH = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)? )?"
    r"(Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?(?: (\d{1,2})(?:st|nd|rd|th)?\b(?!\d|,\d))?"
)
_RATE = re.compile(
    r"(?P<number>\d[\d.,]*)(?: \w+)? (?:an?|per|each|every) "
    r"(?P<span>second|minute|hour|day|evening|night|week|month|year|head|person|mile|kilometre|litre|tonne)\b",
    re.IGNORECASE,
)
_IN_MAY = re.compile(r"\b(?:in|of|since|until|by|last|next|this) $")


def other_numbers(claim: str, grounds: Grounds) -> Iterator[str]:
    """Yield "number: 63"; the year of publication is known where the grounds name none."""
    dated = " ".join((article.source.published or "")[:4] for article in grounds.articles)
    told_years = any(amount.unit == "year" for amount in amounts(grounds.text))
    for number in missing(_undated(claim), grounds.text if told_years else f"{grounds.text} {dated}"):
        yield f"number: {number}"


def other_rates(claim: str, grounds: Grounds) -> Iterator[str]:
    """Yield "rate: day" where a number is told per day and the grounds have the same number per something else."""
    theirs = _rates(grounds.text)
    for number, span in _rates(claim):
        if (number, span) not in theirs and number in {other for other, _ in theirs}:
            yield f"rate: {span}"


def _rates(text: str) -> list[tuple[str, str]]:
    return [(match["number"], match["span"].lower()) for match in _RATE.finditer(text)]


def _undated(text: str) -> str:
    return _MONTH.sub(lambda match: match[2], text)


def other_dates(claim: str, grounds: Grounds) -> Iterator[str]:
    """Yield "date: Friday"; "yesterday" in the grounds is the day that it means."""
    days, weekdays = _days(grounds.text), set(_WEEKDAY.findall(grounds.text + " " + grounds.context))
    for article in grounds.articles:
        if published := day_of(article.source.published):
            day = date.fromisoformat(published)
            days |= {(day.day, day.strftime("%b"))}
            for time in told_times(grounds.text, day):
                if time.first and time.unit == "day":
                    days |= {(time.first.day, time.first.strftime("%b"))}
                    weekdays |= {time.first.strftime("%A").removesuffix("day")}
    for weekday in _WEEKDAY.findall(claim):
        if weekday not in weekdays:
            yield f"date: {weekday}day"
    for number, month in _days(claim):
        if (number, month) not in days and not (number is None and month in {other for _, other in days}):
            yield f"date: {number or ''} {month}".replace("  ", " ")


def _days(text: str) -> set[tuple[int | None, str]]:
    """Days of months, as (number or None, first three letters); "may" is no month at the start of a sentence."""
    return {
        (int(match[1] or match[3]) if match[1] or match[3] else None, match[2][:3])
        for match in _MONTH.finditer(text)
        if match[2] != "May" or match[1] or match[3] or _IN_MAY.search(text[: match.start()])
    }
