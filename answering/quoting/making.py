"""Answers made of citations: numbering, the foot, the day they stand for."""

from collections.abc import Sequence
from dataclasses import replace

from answering.phrases import Phrases
from answering.quoting.date_gloss import glosses
from domain.dates import day_of, spelled
from domain.values import Answer, Citation, Statement


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
    return max(
        (day for day in (day_of(citation.article.source.published) for citation in citations) if day), default=None
    )


def foot(phrases: Phrases, citations: Sequence[Citation]) -> str:
    """Return "2 quotes, word for word · 1 article · 6 November 2025", and what "last week" means in the first quote."""
    if not citations:
        return ""
    quotes = sum(citation.field is None for citation in citations)
    parts = [
        counted(phrases, "foot.quotes", quotes) if quotes else phrases("foot.stated"),
        *sources(phrases, citations),
    ]
    return " · ".join([*parts, *(glosses(phrases, citations[0]) if citations[0].field is None else [])])


def sources(phrases: Phrases, citations: Sequence[Citation]) -> list[str]:
    """Return how many articles are cited, and the day of the newest."""
    newest = as_of(citations)
    articles = len({citation.article.id for citation in citations})
    return [
        counted(phrases, "foot.articles", articles),
        spelled(newest) if newest else phrases("when_plain.undated"),
    ]


def joined(question: str, parts: Sequence[Answer]) -> Answer:
    """Return several answers as one: statements and citations in order, numbered through; answered if any part is."""
    numbered: list[Answer] = []
    used = 0
    for part in parts:
        numbered.append(_renumbered(part, used))
        used += len(part.citations)
    best = next((part for part in numbered if part.kind == "answer"), numbered[0])
    citations = tuple(citation for part in numbered for citation in part.citations)
    return replace(
        best,
        question=question,
        statements=tuple(statement for part in numbered for statement in part.statements),
        citations=citations,
        nearest=() if best.kind == "answer" else best.nearest,
        as_of=as_of(citations),
        suggestions=(),
        read_as=None,
        trace=None,
        written=None,
        mode="write" if any(part.mode == "write" for part in numbered) else "quote",
        parts=tuple(numbered),
    )


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


def counted(phrases: Phrases, name: str, count: int) -> str:
    """Return the phrase for one, or for many of them."""
    return phrases(f"{name}.one") if count == 1 else phrases(f"{name}.many", count=count)
