"""The footer of an answer in words: "2 quotes, word for word · 1 article · 6 November 2025"."""

from collections.abc import Iterator
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
    notes = {
        "invented": footer.invented,
        "unusable": footer.unusable,
        "chosen": footer.chooser and footer.quotes and not footer.unusable,
        "dropped": footer.dropped,
        "halved": footer.halved,
        "hidden": footer.hidden,
        "stopped": footer.stopped,
        "cut": footer.cut,
    }
    for name, value in notes.items():
        if value and name in ("invented", "dropped", "hidden"):
            yield counted(phrases, f"foot.{name}", value)
        elif value:
            yield phrases(f"foot.{name}", model=footer.chooser)
    if footer.also:
        names, more = ", ".join(footer.also[:NAMED]), len(footer.also) - NAMED
        names = phrases("foot.also_more", names=names, count=more) if more > 0 else names
        yield phrases("foot.also", names=names)
        yield counted(phrases, "foot.sources", footer.sources)
    if footer.age_days is not None:
        yield phrases("foot.aged", count=footer.age_days)


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
