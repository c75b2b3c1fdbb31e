"""What happened when: the dated sentences of articles, in the order of their dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from answering.context import Reading
from answering.quoting.making import verbatim
from answering.quoting.quote import Quote
from answering.routing.catalogue import ask_which, meant_articles
from answering.routing.compare import spoken_of
from answering.routing.router import Routed
from answering.routing.topic import quoted
from domain.dates import day_of, spelled
from domain.values import Answer, Article, Turn
from text.relative_dates import told_times
from text.sentences import is_question, sentences

MOST = 10
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join([*_MONTHS, *(rf"{name[:3]}\.?" for name in _MONTHS if name != "May"), r"Sept\.?"])
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_PRINTED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?|"
    rf"(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:, (?P<year2>{_YEAR}))?|"
    rf"(?P<month3>{_MONTH})(?: of)? (?P<year3>{_YEAR})|"
    rf"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Oo]f|[Ee]arly|[Ll]ate) (?P<year4>{_YEAR}))(?!\w|[.,]\d)"
)
_DATELINE = re.compile(rf"^[A-Z][A-Z .,’'-]+, \d{{1,2}} (?:{_MONTH})\W")
"""Where and when an article was written is no event."""
_MONTHS_APART = 6
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class When:
    """A date as exactly as it is known; month and day are 0 where they are not, and come first in order."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if not self.month:
            return str(self.year)
        first = date(self.year, self.month, self.day or 1)
        return spelled(first.isoformat()).partition(" ")[2] if not self.day else spelled(first.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    when: When
    quote: Quote


def timeline(reading: Reading, question: str, routed: Routed, turns: Sequence[Turn]) -> Answer | None:
    """Return the dated sentences of the articles meant, each with its date in front, the earliest first.

    None where there is none to order: the message is a look-up then.
    """
    articles = [] if routed.topic else meant_articles(reading.snapshot, routed.title, turns, reading.scope)
    articles = articles or spoken_of(reading, routed, turns)
    if not articles:
        return (
            None if routed.topic else ask_which(reading.phrases, question, "timeline", reading.snapshot, reading.scope)
        )
    dated = _dated(articles)
    if len(dated) > MOST:
        dated = [entry for entry in dated if entry.when.month]
    if len(dated) < _FEWEST:
        return None
    ordered = sorted(dated, key=lambda entry: entry.when)[:MOST]
    titles = {entry.quote.article.source.title for entry in ordered}
    lead = reading.phrases("timeline.one" if len(titles) == 1 else "timeline.many", title=min(titles))
    answer = quoted(question, lead, [entry.quote for entry in ordered])
    attributions = [f"{entry.when}:" for entry in ordered]
    return replace(
        answer, statements=verbatim(answer.citations, items=[True] * len(ordered), attributions=attributions)
    )


def when_of(sentence: str, published: date | None) -> When | None:
    """Return the first date that a sentence gives, printed or told from the day of publication; None if it gives none.

    A day printed without a year is the one nearest to publication.
    """
    dateline = _DATELINE.match(sentence)
    start = dateline.end() if dateline else 0
    found = [(match.start(), _printed(match, published)) for match in _PRINTED.finditer(sentence, start)]
    found += [(told.start, _told(told.first, told.unit)) for told in told_times(sentence, published)]
    return next((when for _, when in sorted(found, key=lambda pair: pair[0]) if when), None)


def _told(first: date | None, unit: str | None) -> When | None:
    if first is None or unit == "week":
        return None
    return When(year=first.year, month=first.month if unit != "year" else 0, day=first.day if unit == "day" else 0)


def _printed(match: re.Match[str], published: date | None) -> When | None:
    parts = {name.rstrip("1234"): value for name, value in match.groupdict().items() if value}
    month = next((n for n, name in enumerate(_MONTHS, start=1) if name[:3] == parts.get("month", "")[:3]), 0)
    day = int(parts.get("day", 0))
    if "year" in parts:
        year = int(parts["year"])
    elif published is None:
        return None
    else:
        apart = month - published.month
        year = published.year + (apart < -_MONTHS_APART) - (apart > _MONTHS_APART)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return When(year=year, month=month, day=day)


def _dated(articles: Sequence[Article]) -> list[_Dated]:
    found = []
    for article in articles:
        printed = day_of(article.source.published)
        published = date.fromisoformat(printed) if printed else None
        everything = sentences(article.text)
        for sentence in everything:
            when = None if sentence.heading or is_question(sentence.text) else when_of(sentence.text, published)
            if when:
                quote = Quote(article=article, sentence=sentence, everything=everything, item=True)
                found.append(_Dated(when=when, quote=quote))
    return found
