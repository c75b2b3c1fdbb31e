"""Times that an article gives relative to its own day ("last week", "on Tuesday"), and what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.dates import MONTHS, WEEKDAYS

_DAYS = "|".join(WEEKDAYS)
_PART = r"(?: (?:morning|afternoon|evening|night|lunchtime))"
_NUMBERS = "a one two three four five six seven eight nine ten".split()
_RELATIVE = re.compile(
    rf"(?P<yesterday>\b(?:[Yy]esterday{_PART}?|[Ll]ast night)\b)|"
    r"(?P<today>\b(?:[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b)|"
    rf"(?P<tomorrow>\b[Tt]omorrow{_PART}?\b)|"
    rf"(?P<ago>\b(?i:{'|'.join(_NUMBERS)}|\d{{1,3}}) "
    r"(?:hour|day|night|week|month|year|decade|spring|summer|autumn|winter)s? ago\b)|"
    r"(?<!\bthe )(?<!\bThe )(?P<period>\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming) "
    r"(?P<unit>week|month|year|weekend|spring|summer|autumn|fall|winter)\b(?! of\b))|"
    rf"(?P<weekday>\b(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext|[Ee]very|[Ee]ach) )?(?P<day>{_DAYS})\b{_PART}?)"
)
_KINDS = ("yesterday", "today", "tomorrow", "ago", "period", "weekday")
_OFFSETS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|one|a|any|most|some|"
    r"black|good|easter|super|palm|bloody|ash|cyber|shrove) \Z",
    re.IGNORECASE,
)
_PART_OF_A_NAME = re.compile(
    r"(?<![.!?:“\"] )(?<!\A)\b(?!On|By|Late|Early|Until|Since|From|Last|Next|This)[A-Z][\w’']{0,30} \Z"
)
_DATED_OR_NAMED = re.compile(rf"\A(?:,? (?:\d|(?:{'|'.join(MONTHS)})\b)| [A-Z]|[’']s [A-Z])")
_FUTURE = frozenset(
    "will won't shall would due expect expects expected plan plans planned scheduled hope hopes may might should must "
    "can could until till next upcoming".split()
)
_PAST = frozenset(
    "said was were had has have been did broke met left took went gave came told found made began won lost held saw "
    "rose fell grew sent paid led hit struck shot sold spoke wrote flew ran became brought bought stood kept got put "
    "read set shut cut quit caught fought sank since ago earlier".split()
)
_MISSED = ("was", "were", "been", "had")  # in front of "due" or "planned" they leave open whether it came true
_WORD = re.compile(r"[\w']+")
_LOOKED_AT = 8
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeTime:
    """A time relative to its article's day: ``words`` at ``start`` of the text looked at.

    ``first`` is the first day it can mean, to the precision ``unit`` (day, week, month, year), both None where that is
    not certain: no date of publication, or words that may mean several days.
    """

    words: str
    start: int
    first: date | None = None
    unit: str | None = None


def relative_times(sentence: str, published: date | None) -> Iterator[RelativeTime]:
    """Yield the times of a sentence that can be understood only from the day of publication, in order."""
    for match in _RELATIVE.finditer(sentence):
        kind = next(name for name in _KINDS if match[name])
        if kind == "weekday" and not _is_a_day(match, sentence):
            continue
        first, unit = _meaning(kind, match, sentence, published) if published else (None, None)
        yield RelativeTime(words=match.group(), start=match.start(), first=first, unit=unit if first else None)


def _is_a_day(match: re.Match[str], sentence: str) -> bool:
    """Whether a weekday means one day that stands by itself: not "every Monday", "Black Friday", "Monday 3 March"."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    repeated = (match["near"] or "").lower() in ("every", "each") or after[:1] == "s"
    return not (repeated or _ORDINAL.search(before) or _PART_OF_A_NAME.search(before) or _DATED_OR_NAMED.match(after))


def _meaning(kind: str, match: re.Match[str], sentence: str, published: date) -> tuple[date | None, str | None]:
    if kind in _OFFSETS:
        return published + timedelta(days=_OFFSETS[kind]), "day"
    if kind == "period":
        return _period(match["which"].lower(), match["unit"], published)
    if kind == "weekday":
        return _weekday(match, sentence, published), "day"
    number, unit = match["ago"].lower().split()[:2]
    count = int(number) if number.isdigit() else max(1, _NUMBERS.index(number))
    return (published - timedelta(days=count) if unit.startswith(("day", "night")) else None), "day"


def _period(which: str, unit: str, published: date) -> tuple[date | None, str | None]:
    step = {"last": -1, "this": 0, "next": 1}.get(which)
    if step is None or unit not in ("week", "month", "year"):
        return None, None
    if unit == "week":
        return published - timedelta(days=published.weekday() - step * _WEEK), unit
    months = published.year * 12 + published.month - 1 + step if unit == "month" else (published.year + step) * 12
    return date(months // 12, months % 12 + 1, 1), unit


def _weekday(match: re.Match[str], sentence: str, published: date) -> date | None:
    """The last such day up to publication or the next one from it, by the nearest verb; None without one."""
    back = (published.weekday() - WEEKDAYS.index(match["day"])) % _WEEK
    near = (match["near"] or "").lower()
    if near == "last":
        return published - timedelta(days=back or _WEEK)
    tense = None if near in ("next", "this") else _tense(sentence[: match.start()], sentence[match.end() :])
    if tense is None:
        return None
    return published + timedelta(days=-back if tense == "past" else -back % _WEEK)


def _tense(before: str, after: str) -> str | None:
    """Return "past" or "future" by the verb nearest before the day, else by the nearest behind it."""
    first, behind = (_WORD.findall(part.replace("’", "'").lower()) for part in (before, after))
    words = first[-_LOOKED_AT:][::-1] + behind[:_LOOKED_AT]
    for word, further in zip(words, [*words[1:], ""], strict=True):
        if word in _FUTURE:
            return None if further in _MISSED else "future"
        if word in _PAST or (word.endswith("ed") and len(word) > len("shed")):
            return "past"
    return None
