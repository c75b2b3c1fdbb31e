"""What "last week" means in a quote: said beside it, never inside."""

from datetime import date

from answering.phrases import Phrases
from domain.dates import day_of, spelled
from domain.values import Citation
from text.relative_dates import Told, told_times

MOST = 2
"""Times glossed of one quote."""


def glosses(phrases: Phrases, citation: Citation) -> list[str]:
    """Return "“last week”: the week before 3 November 2025" for each time that the quote tells from its article's day,
    at most two; where the day meant cannot be told, the day it is seen from.
    """
    printed = day_of(citation.article.source.published)
    published = date.fromisoformat(printed) if printed else None
    told = {time.words.lower(): time for time in told_times(citation.quote, published)}
    return [_gloss(phrases, time, published) for time in list(told.values())[:MOST]]


def _gloss(phrases: Phrases, told: Told, published: date | None) -> str:
    if published is None:
        return phrases("gloss.undated", words=told.words)
    seen_from = spelled(published.isoformat())
    if told.first is None:
        return phrases("gloss.from", words=told.words, day=seen_from)
    if told.unit == "week":
        past, ahead = (published - told.first).days > published.weekday(), told.first > published
        name = "gloss.week_before" if past else "gloss.week_after" if ahead else "gloss.week_of"
        return phrases(name, words=told.words, day=seen_from)
    day = spelled(told.first.isoformat())
    precise = {"day": day, "month": day.partition(" ")[2], "year": str(told.first.year)}
    return phrases("gloss.is", words=told.words, day=precise[told.unit or "day"])
