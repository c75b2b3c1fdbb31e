"""Answers made of citations: numbering, the footer, the day they stand for."""

from collections.abc import Sequence
from dataclasses import replace

from answering.quoting.date_gloss import glosses
from domain.dates import day_of
from domain.values import Answer, Citation, Footer, Statement


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


def quoted_footer(citations: Sequence[Citation]) -> Footer | None:
    """Return the footer of an answer in the articles' own words, with glosses of the first quote; None without any."""
    if not citations:
        return None
    quotes = sum(citation.field is None for citation in citations)
    return replace(
        cited_footer(citations),
        quotes=quotes,
        facts=len(citations) - quotes,
        glosses=glosses(citations[0]) if citations[0].field is None else (),
    )


def cited_footer(citations: Sequence[Citation]) -> Footer:
    """Return how many articles are cited, and the day of the newest."""
    return Footer(articles=len({citation.article.id for citation in citations}), newest=as_of(citations))


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
        mode=next((part.mode for part in numbered if part.mode != "quote"), "quote"),
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
