"""An answer as JSON and as plain text, a part of the command's interface that only grows; its footer in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from answering.phrases import Phrases, counted
from domain.dates import spelled
from domain.standing import standing_text
from domain.values import Answer, Citation, DateGloss, Footer

FooterText = Callable[[Footer | None], str]  # renders a footer; "" for None

NAMED = 3  # so many other outlets are named; of more, their number
_RECOGNISED = " (read from a picture, OCR)"
_DOUBT = "not found in the articles"  # stands where the marks of other statements stand


def as_json(answer: Answer, seconds: float, footer_text: FooterText) -> dict[str, Any]:
    """Return the JSON object that ``python -m answering --json`` prints."""
    plain = asdict(replace(answer, trace=None, parts=()))
    del plain["trace"]
    within = None if answer.scope.within is None else sorted(answer.scope.within)
    return plain | {
        "statements": [asdict(one) | {"reasons": list(map(str, one.reasons))} for one in answer.statements],
        "citations": [_citation(citation) for citation in answer.citations],
        "nearest": [_citation(citation) for citation in answer.nearest],
        "foot": footer_text(answer.footer),
        "scope": {"within": within, "since": answer.scope.since, "until": answer.scope.until},
        "evidence": None if answer.evidence is None else round(answer.evidence, 4),
        "parts": [{"question": part.question, "kind": part.kind, "lead": part.lead} for part in answer.parts],
        "seconds": round(seconds, 3),
    }


def trace_as_json(answer: Answer) -> dict[str, Any] | None:
    """Return what ``--trace`` adds under "trace": the first trace there is; None: nothing was searched for."""
    trace = next((one.trace for one in (answer, *answer.parts) if one.trace), None)
    if trace is None:
        return None
    return asdict(trace) | {
        "evidence": round(trace.evidence, 4),
        "sentences": [asdict(sentence) | {"score": round(sentence.score, 4)} for sentence in trace.sentences],
    }


def as_text(answer: Answer, footer_text: FooterText) -> str:
    """Return the answer as a terminal shows it."""
    limits = [answer.searched] if answer.searched else []
    if answer.parts:
        return "\n\n".join([*(f"{part.question}\n{as_text(part, footer_text)}" for part in answer.parts), *limits])
    by_number = {citation.number: citation for citation in answer.citations}
    lines = [answer.lead]
    for statement in answer.statements:
        first = by_number[statement.citations[0]] if statement.citations else None
        before, after = (
            f"({words})" if words else "" for words in ((first.before, first.after) if first else ("", ""))
        )
        marks = "".join(f" [{number}]" for number in statement.citations) or f" ({_DOUBT})"
        marks += _recognised([by_number[number] for number in statement.citations])
        parts = ["  -" if statement.item else " ", statement.attribution, before, statement.text + marks, after]
        lines.append(" ".join(filter(None, parts)))
    nearest = ((one, f"{one.article.source.title}{_recognised([one])}") for one in answer.nearest)
    lines += [f"  [{one.number}] {one.quote} — {source}" for one, source in nearest]
    standings = ((one.number, standing_text(one.article.standing)) for one in (*answer.citations, *answer.nearest))
    lines += [f"  [{number}] {standing}." for number, standing in standings if standing]
    footer = footer_text(answer.footer)
    return "\n".join([*lines, *([footer] if footer else []), *limits])


def _recognised(citations: Sequence[Citation]) -> str:
    return _RECOGNISED if any(citation.article.source.format == "scan" for citation in citations) else ""


def _citation(citation: Citation) -> dict[str, Any]:
    article = citation.article
    named = {
        name: getattr(article.source, name) for name in ("title", "url", "outlet", "author", "published", "format")
    }
    standing = {name: value for name, value in asdict(article.standing).items() if value}
    return asdict(citation) | {"article": {"id": article.id, **named, "digest": article.digest, **standing}}


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
    if footer.reported is not None:
        reported = footer.reported
        name = "foot.reported_by" if reported.by else "foot.reported"
        yield phrases(name, count=reported.outlets, day=spelled(reported.first or ""), outlet=reported.by or "")
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
