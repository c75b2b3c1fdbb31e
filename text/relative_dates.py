"""Times that an article tells from its own day ("last week", "on Tuesday"), and what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WEEKDAYS = _DAYS.split("|")
_PART = r"(?: (?:morning|afternoon|evening|night|lunchtime))"
_RELATIVE = re.compile(
    rf"(?P<yesterday>\b(?:[Yy]esterday{_PART}?|[Ll]ast night)\b)|"
    r"(?P<today>\b(?:[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b)|"
    rf"(?P<tomorrow>\b[Tt]omorrow{_PART}?\b)|"
    r"(?P<ago>\b(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|\d+) "
    r"(?:hour|day|night|week|month|year|decade|spring|summer|autumn|winter)s? ago\b)|"
    r"(?<!\bthe )(?<!\bThe )(?P<period>\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming) "
    r"(?P<unit>week|month|year|weekend|spring|summer|autumn|fall|winter)\b(?! of\b))|"
    rf"(?P<weekday>\b(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext|[Ee]very|[Ee]ach) )?(?P<day>{_DAYS})\b{_PART}?)"
)
_KINDS = ("yesterday", "today", "tomorrow", "ago", "period", "weekday")
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|one|a|any|most|some|"
    r"black|good|easter|super|palm|bloody|ash|cyber|shrove) $",
    re.IGNORECASE,
)
_PART_OF_A_NAME = re.compile(
    r"(?<![.!?:“\"] )(?<!^)\b(?!On|By|Late|Early|Until|Since|From|Last|Next|This)[A-Z][\w’']* $"
)
_DATED_OR_NAMED = re.compile(
    r"^(?:,? (?:\d|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)|"
    r" [A-Z]|[’']s [A-Z])"
)
_FUTURE = re.compile(
    r"^(?:will|won|shall|would|due|expect|expects|expected|plan|plans|planned|scheduled|hope|hopes|may|might|should|must|"
    r"can|could|until|till|next|upcoming)$"
)
_PAST = re.compile(
    r"^(?:\w{2,}ed|said|was|were|had|has|have|been|did|broke|met|left|took|went|gave|came|told|found|made|began|won|lost|"
    r"held|saw|seen|rose|fell|grew|sent|paid|led|hit|struck|shot|sold|spoke|wrote|flew|ran|became|brought|bought|stood|"
    r"kept|got|knew|put|read|set|shut|cut|quit|thought|taught|caught|fought|sank|since|ago|earlier)$"
)
_MISSED = ("was", "were", "been", "had")
"""In front of "due" or "planned" they leave open whether it came true."""
_LOOKED_AT = 8
_DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A time as an article tells it: ``words`` at ``start`` of the text looked at.

    ``first`` is the first day it can mean, to the precision ``unit`` (day, week, month, year), both None where that
    cannot be told: no date of publication, or words that may mean several days.
    """

    words: str
    start: int
    first: date | None = None
    unit: str | None = None


def told_times(sentence: str, published: date | None) -> Iterator[Told]:
    """Yield the times of a sentence that can be understood only from the day of publication, in order."""
    for match in _RELATIVE.finditer(sentence):
        kind = next(name for name in _KINDS if match[name])
        if kind == "weekday" and not _is_a_day(match, sentence):
            continue
        first, unit = _meaning(kind, match, sentence, published) if published else (None, None)
        yield Told(words=match.group(), start=match.start(), first=first, unit=unit if first else None)


def _is_a_day(match: re.Match[str], sentence: str) -> bool:
    """Whether a weekday means one day that stands by itself: not "every Monday", "Black Friday", "Monday 3 March"."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    repeated = (match["near"] or "").lower() in ("every", "each") or after[:1] == "s"
    return not (repeated or _ORDINAL.search(before) or _PART_OF_A_NAME.search(before) or _DATED_OR_NAMED.match(after))


def _meaning(kind: str, match: re.Match[str], sentence: str, published: date) -> tuple[date | None, str | None]:
    if kind in ("yesterday", "today", "tomorrow"):
        return published + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[kind]), "day"
    if kind == "ago":
        return _ago(match["ago"], published)
    if kind == "period":
        return _period(match["which"].lower(), match["unit"], published)
    return _weekday(match, sentence, published), "day"


def _ago(words: str, published: date) -> tuple[date | None, str | None]:
    number, unit = words.split()[:2]
    names = "a one two three four five six seven eight nine ten".split()
    count = int(number) if number.isdigit() else max(1, names.index(number.lower()))
    return (published - timedelta(days=count), "day") if unit.startswith(("day", "night")) else (None, None)


def _period(which: str, unit: str, published: date) -> tuple[date | None, str | None]:
    """The week, month or year meant; other units have no certain ends."""
    step = {"last": -1, "this": 0, "next": 1}.get(which)
    if step is None:
        return None, None
    if unit == "week":
        monday = published - timedelta(days=published.weekday())
        return monday + timedelta(days=step * _DAYS_IN_A_WEEK), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return date(months // 12, months % 12 + 1, 1), "month"
    return (date(published.year + step, 1, 1), "year") if unit == "year" else (None, None)


def _weekday(match: re.Match[str], sentence: str, published: date) -> date | None:
    """The last such day up to publication or the next one from it, as the nearest verb tells; None if none does."""
    back = (published.weekday() - _WEEKDAYS.index(match["day"])) % _DAYS_IN_A_WEEK
    near = (match["near"] or "").lower()
    if near == "last":
        return published - timedelta(days=back or _DAYS_IN_A_WEEK)
    tense = None if near in ("next", "this") else _tense(sentence, match.start(), match.end())
    if tense == "past":
        return published - timedelta(days=back)
    if tense == "future":
        return published + timedelta(days=-back % _DAYS_IN_A_WEEK)
    return None


def _tense(sentence: str, start: int, end: int) -> str | None:
    before = re.findall(r"[\w’']+", sentence[:start])[-_LOOKED_AT:][::-1]
    after = re.findall(r"[\w’']+", sentence[end:])[:_LOOKED_AT]
    for place, word in enumerate([*before, *after]):
        plain = word.lower().split("’")[0].split("'")[0]
        if _FUTURE.match(plain):
            missed = place + 1 < len(before) and before[place + 1].lower() in _MISSED
            return None if missed else "future"
        if _PAST.match(plain):
            return "past"
    return None
