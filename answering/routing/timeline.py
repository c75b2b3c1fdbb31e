"""What happened when: the dated sentences of articles, in the order of their dates."""

import re
from collections.abc import Sequence
from datetime import date

from answering.quoting.answers import quoted
from answering.quoting.candidates import Reading
from answering.quoting.quote import Quote, citations
from answering.routing.catalogue import ask_which, meant_articles
from answering.routing.router import Question
from answering.routing.topic import spoken_of
from domain.dates import MONTHS, day_of, spelled
from domain.values import Answer, Article, Turn
from text.relative_dates import relative_times
from text.sentences import is_question, sentences_of

MOST = 10
_MONTH = "|".join([*MONTHS, *(rf"{name[:3]}\.?" for name in MONTHS if name != "May"), r"Sept\.?"])
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_NTH = r"(?:st|nd|rd|th)?"
_PRINTED = re.compile(
    rf"\b(?:(?:(?P<day>\d{{1,2}}){_NTH}(?: of)? )?(?P<month>{_MONTH})(?: (?P<day2>\d{{1,2}}){_NTH}\b)?"
    rf"(?:,? (?:of )?(?P<year>{_YEAR}))?|"
    rf"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Oo]f|[Ee]arly|[Ll]ate) (?P<year2>{_YEAR}))(?!\w|[.,]\d)"
)
_DATELINE = re.compile(rf"^[A-Z][A-Z .’'-]{{1,60}}, \d{{1,2}} (?:{_MONTH})\W")
"""Where and when an article was written is no event."""
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_MONTHS_APART = 6
_FEWEST = 2


def timeline(reading: Reading, question: Question, turns: Sequence[Turn]) -> Answer | None:
    """Return the dated sentences of the articles meant, each with its date in front, the earliest first.

    None where there is none to order: the message is a look-up then.
    """
    articles = [] if question.topic else meant_articles(reading.snapshot, question.title, turns, reading.scope)
    articles = articles or spoken_of(reading, question.topic, turns)
    if not articles and not question.topic:
        return ask_which(reading.phrases, question.text, "timeline", reading.snapshot, reading.scope)
    dated = _dated(articles)
    if len(dated) > MOST:
        dated = [(when, quote) for when, quote in dated if len(when) > _LENGTHS["year"]]
    if len(dated) < _FEWEST:
        return None
    ordered = sorted(dated, key=lambda entry: entry[0])[:MOST]
    titles = {quote.article.source.title for _, quote in ordered}
    lead = reading.phrases("timeline.one" if len(titles) == 1 else "timeline.many", title=min(titles))
    quotes = citations([quote for _, quote in ordered])
    return quoted(
        question.text,
        lead,
        quotes,
        items=[True] * len(quotes),
        attributions=[f"{spelled_as_known(when)}:" for when, _ in ordered],
    )


def when_of(sentence: str, published: date | None) -> str | None:
    """Return the first date that a sentence gives, printed or relative to the day of publication; None if it has none.

    A day printed without a year is the one nearest to publication.

    Returns:
        An ISO date cut to what is known: "2024", "2024-06" or "2024-06-02". These sort in the order of time.
    """
    dateline = _DATELINE.match(sentence)
    start = dateline.end() if dateline else 0
    found = [(match.start(), _printed(match, published)) for match in _PRINTED.finditer(sentence, start)]
    found += [
        (time.start, time.first.isoformat()[: _LENGTHS[time.unit]])
        for time in relative_times(sentence, published)
        if time.first and time.unit in _LENGTHS
    ]
    return next((when for _, when in sorted(found, key=lambda pair: pair[0]) if when), None)


def spelled_as_known(when: str) -> str:
    """Return "2024", "June 2024" or "2 June 2024" for a date as ``when_of`` gives it."""
    return " ".join(spelled(f"{when}-01-01").split()[-1 - when.count("-") :])


def _printed(match: re.Match[str], published: date | None) -> str | None:
    day, year = match["day"] or match["day2"], match["year"] or match["year2"]
    if not match["month"]:
        return year
    month = next(number for number, name in enumerate(MONTHS, start=1) if name[:3] == match["month"][:3])
    if not year:
        if not day or published is None:
            return None
        apart = month - published.month
        year = str(published.year + (apart < -_MONTHS_APART) - (apart > _MONTHS_APART))
    try:
        return date(int(year), month, int(day or 1)).isoformat()[: _LENGTHS["day" if day else "month"]]
    except ValueError:
        return None


def _dated(articles: Sequence[Article]) -> list[tuple[str, Quote]]:
    found = []
    for article in articles:
        printed = day_of(article.source.published)
        published = date.fromisoformat(printed) if printed else None
        everything = sentences_of(article)
        for sentence in everything:
            when = None if sentence.heading or is_question(sentence.text) else when_of(sentence.text, published)
            if when:
                found.append((when, Quote(article=article, sentence=sentence, everything=everything, item=True)))
    return found
