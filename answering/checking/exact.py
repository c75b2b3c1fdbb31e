"""What must be exact: numbers, dates and names of a statement, compared with its evidence as such."""

import re
from collections.abc import Iterator
from datetime import date

from answering.checking.evidence import Evidence
from domain.dates import MONTHS, WEEKDAYS, day_of
from domain.values import Reason, ReasonKind
from text.numbers import amounts, missing
from text.proper_names import unnamed
from text.relative_dates import RelativeTime, relative_times

_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_MONTH = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)? )?"
    r"(Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?(?: (\d{1,2})(?:st|nd|rd|th)?\b(?!\d|,\d))?"
)
_IN_FULL = {month[:3]: month for month in MONTHS}
_ANY_DAY = date(2000, 1, 1)
_IN_MAY = re.compile(r"\b(?:in|of|since|until|by|last|next|this) $")


def mismatches(statement: str, evidence: Evidence) -> tuple[Reason, ...]:
    """Return what a statement names and its evidence does not have, each once; empty if all of it is there."""
    kinds = (_numbers, _dates, _names)
    return tuple(dict.fromkeys(reason for kind in kinds for reason in kind(statement, evidence)))


def names_a_day(text: str) -> bool:
    """Return whether a text names a day or a month, by its name or from the day of publication on ("yesterday")."""
    return bool(_WEEKDAY.search(text) or _days(text) or any(time.first for time in relative_times(text, _ANY_DAY)))


def _numbers(statement: str, evidence: Evidence) -> Iterator[Reason]:
    years = [str(time.first.year) for time in _times(evidence) if time.first]
    if not any(amount.unit == "calendar" for amount in amounts(evidence.text)):
        years += [(article.source.published or "")[:4] for article in evidence.articles]
    without_days = _MONTH.sub(lambda match: match[2], statement)
    for number in missing(without_days, " ".join([evidence.text, *years])):
        yield Reason(ReasonKind.NUMBER, number)


def _dates(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Days and months; "yesterday" in the evidence is the day that it means, and the day of publication is known."""
    days, weekdays = _days(evidence.text), set(_WEEKDAY.findall(evidence.text))
    for article in evidence.articles:
        if published := day_of(article.source.published):
            day = date.fromisoformat(published)
            days |= {(day.day, MONTHS[day.month - 1])}
    for time in _times(evidence):
        if time.first and time.unit in ("day", "month"):
            days |= {(time.first.day if time.unit == "day" else None, MONTHS[time.first.month - 1])}
        if time.first and time.unit == "day":
            weekdays |= {WEEKDAYS[time.first.weekday()].removesuffix("day")}
    for weekday in _WEEKDAY.findall(statement):
        if weekday not in weekdays:
            yield Reason(ReasonKind.DATE, f"{weekday}day")
    for number, month in sorted(_days(statement), key=str):
        if (number, month) not in days and not (number is None and month in {other for _, other in days}):
            yield Reason(ReasonKind.DATE, f"{number or ''} {month}".strip())


def _times(evidence: Evidence) -> Iterator[RelativeTime]:
    """Times of the evidence that are understood from the days on which its articles were published."""
    for article in evidence.articles:
        if published := day_of(article.source.published):
            yield from relative_times(evidence.text, date.fromisoformat(published))


def _days(text: str) -> set[tuple[int | None, str]]:
    """Days of months, as (number or None, month in full); "may" is no month at the start of a sentence."""
    return {
        (int(match[1] or match[3]) if match[1] or match[3] else None, _IN_FULL[match[2][:3]])
        for match in _MONTH.finditer(text)
        if match[2] != "May" or match[1] or match[3] or _IN_MAY.search(text[: match.start()])
    }


def _names(statement: str, evidence: Evidence) -> Iterator[Reason]:
    printed = "\n".join(
        part
        for article in evidence.articles
        for part in (article.source.title, article.source.author, article.source.outlet, article.text)
        if part
    )
    if lacking := unnamed(statement, printed):
        yield Reason(ReasonKind.NAME, " ".join(word.text for word in lacking))
