"""Answers made of citations: numbering, the footer, glosses of dates, other outlets, age; several answers as one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from domain.dates import day_of, sounds_current
from domain.protocols import Snapshot
from domain.values import Answer, Citation, DateGloss, Footer, Kind, Reported, Statement
from text.relative_dates import relative_times

MOST_GLOSSES = 2


def quoted(
    question: str,
    lead: str,
    citations: Sequence[Citation],
    *,
    items: Sequence[bool] = (),
    attributions: Sequence[str] = (),
    kind: Kind = "answer",
) -> Answer:
    """Return an answer in the very words of its citations, one statement each, as ``verbatim`` makes them."""
    return Answer(
        question=question,
        kind=kind,
        lead=lead,
        statements=verbatim(citations, items=items, attributions=attributions),
        citations=tuple(citations),
        as_of=as_of(citations),
        footer=quoted_footer(citations) if kind == "answer" else None,
    )


def verbatim(
    citations: Sequence[Citation], *, items: Sequence[bool] = (), attributions: Sequence[str] = ()
) -> tuple[Statement, ...]:
    """Return one statement a citation, in order, each the very words of its quote."""
    return tuple(
        Statement(
            text=citation.quote,
            citations=(citation.number,),
            support="verbatim" if citation.field is None else "stated",
            item=items[place] if items else False,
            attribution=attributions[place] if attributions else "",
        )
        for place, citation in enumerate(citations)
    )


def as_of(citations: Sequence[Citation]) -> str | None:
    """Return the publication day of the newest article cited; None if none is dated."""
    return max((day for one in citations if (day := day_of(one.article.source.published))), default=None)


def quoted_footer(citations: Sequence[Citation]) -> Footer | None:
    """Return the footer of an answer in the articles' own words, with glosses of the first quote; None without any."""
    if not citations:
        return None
    quotes = sum(citation.field is None for citation in citations)
    first = glosses(citations[0]) if citations[0].field is None else ()
    return replace(cited_footer(citations), quotes=quotes, facts=len(citations) - quotes, glosses=first)


def cited_footer(citations: Sequence[Citation]) -> Footer:
    """Return how many articles are cited, and the day of the newest."""
    return Footer(articles=len({citation.article.id for citation in citations}), newest=as_of(citations))


def glosses(citation: Citation) -> tuple[DateGloss, ...]:
    """Return what up to two times of the quote mean that depend on its article's day, each wording once."""
    day = day_of(citation.article.source.published)
    times = {
        time.words.lower(): time for time in relative_times(citation.quote, date.fromisoformat(day) if day else None)
    }
    return tuple(
        DateGloss(words=one.words, published=day, first=one.first.isoformat() if one.first else None, unit=one.unit)
        for one in list(times.values())[:MOST_GLOSSES]
    )


def with_copies(answer: Answer, snapshot: Snapshot) -> Answer:
    """Return the answer with the other outlets of each citation; its footer counts the independent sources."""
    citations, nearest = (
        tuple(_with_others(one, snapshot) for one in cited) for cited in (answer.citations, answer.nearest)
    )
    footer = answer.footer
    others = tuple(dict.fromkeys(name for citation in citations for name in citation.also))
    if others and footer:
        stories = snapshot.stories()
        sources = {stories.get(citation.article.id, citation.article.id) for citation in citations}
        footer = replace(footer, also=others, sources=len(sources))
    return replace(answer, citations=citations, nearest=nearest, footer=footer)


def with_event(answer: Answer, snapshot: Snapshot) -> Answer:
    """Return the answer; its footer says how many outlets report the event of the article that is cited first."""
    if answer.footer is None or not answer.citations:
        return answer
    event = snapshot.event_of(answer.citations[0].article.id)
    if event is None or len(event.outlets) < 2:
        return answer
    by = event.first.outlet if event.first else None
    reported = Reported(outlets=len(event.outlets), first=event.first_day, by=by)
    return replace(answer, footer=replace(answer.footer, reported=reported))


def with_age(answer: Answer, *, today: date, after_days: int) -> Answer:
    """Return the answer; its footer says how old the newest article quoted is, if that is more than ``after_days`` and
    the question sounds current. Undated articles are called so already.
    """
    if answer.kind != "answer" or not answer.as_of or not answer.footer or not sounds_current(answer.question):
        return answer
    days = (today - date.fromisoformat(answer.as_of)).days
    return replace(answer, footer=replace(answer.footer, age_days=days)) if days > after_days else answer


def joined(question: str, parts: Sequence[Answer]) -> Answer:
    """Return several answers as one: statements and citations in order, numbered through; answered if any part is."""
    used = accumulate((len(part.citations) for part in parts), initial=0)
    numbered = [_renumbered(part, offset) for part, offset in zip(parts, used, strict=False)]
    best = next((part for part in numbered if part.kind == "answer"), numbered[0])
    citations = tuple(citation for part in numbered for citation in part.citations)
    return replace(
        best,
        question=question,
        statements=tuple(statement for part in numbered for statement in part.statements),
        citations=citations,
        nearest=() if best.kind == "answer" else best.nearest,
        as_of=as_of(citations),
        read_as=None,
        trace=None,
        written=None,
        mode=next((part.mode for part in numbered if part.mode != "quote"), "quote"),
        parts=tuple(numbered),
    )


def _with_others(citation: Citation, snapshot: Snapshot) -> Citation:
    own = citation.article.source.outlet
    names = [source.outlet or source.title for source in snapshot.copies(citation.article.id)]
    return replace(citation, also=tuple(name for name in dict.fromkeys(names) if name != own))


def _renumbered(answer: Answer, offset: int) -> Answer:
    return replace(
        answer,
        suggestions=(),
        citations=tuple(replace(citation, number=citation.number + offset) for citation in answer.citations),
        statements=tuple(
            replace(statement, citations=tuple(number + offset for number in statement.citations))
            for statement in answer.statements
        ),
    )
