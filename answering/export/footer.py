"""The footer of an answer in words: "2 quotes, word for word · 1 article · 6 November 2025"."""

from collections.abc import Iterator, Sequence
from datetime import date

from answering.phrases import Phrases, counted
from domain.dates import spelled
from domain.values import DateGloss, Footer

NAMED = 3  # so many other outlets are named; of more, their number


def footer_text(phrases: Phrases, footer: Footer | None) -> str:
    """Return the footer as the text output, the page and the evidence pack show it; "" for None."""
    if footer is None:
        return ""
    return footer.text or " · ".join(_parts(phrases, footer))


def _parts(phrases: Phrases, footer: Footer) -> Iterator[str]:
    if footer.statements is not None:
        yield phrases("foot.checked", checked=footer.supported, count=footer.statements)
    if footer.quotes:
        yield counted(phrases, "foot.quotes", footer.quotes)
    elif footer.facts:
        yield phrases("foot.stated")
    if footer.articles:
        yield counted(phrases, "foot.articles", footer.articles)
        yield spelled(footer.newest) if footer.newest else phrases("when_plain.undated")
    yield from (_gloss(phrases, gloss) for gloss in footer.glosses)
    if footer.invented:
        yield counted(phrases, "foot.invented", footer.invented)
    if footer.chooser:
        yield from _choice(phrases, footer)
    if footer.hidden:
        yield counted(phrases, "foot.hidden", footer.hidden)
    if footer.stopped:
        yield phrases("foot.stopped")
    if footer.cut:
        yield phrases("foot.cut")
    if footer.also:
        yield phrases("foot.also", names=_names(phrases, footer.also))
        yield counted(phrases, "foot.sources", footer.sources)
    if footer.age_days is not None:
        yield phrases("foot.aged", count=footer.age_days)


def _choice(phrases: Phrases, footer: Footer) -> Iterator[str]:
    if footer.unusable:
        yield phrases("foot.unusable", model=footer.chooser)
    elif footer.quotes:
        yield phrases("foot.chosen", model=footer.chooser)
    if footer.dropped:
        yield counted(phrases, "foot.dropped", footer.dropped)
    if footer.halved:
        yield phrases("foot.halved", model=footer.chooser)


def _names(phrases: Phrases, names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return ", ".join(names)
    return phrases("foot.also_more", names=", ".join(names[:NAMED]), count=len(names) - NAMED)


def _gloss(phrases: Phrases, gloss: DateGloss) -> str:
    """Return "“last week”: the week before 3 November 2025"; without a certain day, the day it is seen from."""
    if gloss.published is None:
        return phrases("gloss.undated", words=gloss.words)
    seen_from = spelled(gloss.published)
    if gloss.first is None:
        return phrases("gloss.from", words=gloss.words, day=seen_from)
    if gloss.unit == "week":
        return phrases(f"gloss.{_week(gloss.first, gloss.published)}", words=gloss.words, day=seen_from)
    day = spelled(gloss.first)
    precise = {"day": day, "month": day.partition(" ")[2], "year": gloss.first[:4]}
    return phrases("gloss.is", words=gloss.words, day=precise[gloss.unit or "day"])


def _week(first: str, published: str) -> str:
    monday, day = date.fromisoformat(first), date.fromisoformat(published)
    if monday > day:
        return "week_after"
    return "week_before" if (day - monday).days > day.weekday() else "week_of"
