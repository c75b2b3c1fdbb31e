"""An answer as JSON and as plain text; the form is part of the command's interface and only grows."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from domain.standing import standing_text
from domain.values import Answer, Citation, CitedArticle, Footer, Scope, Trace

FooterText = Callable[[Footer | None], str]
"""Renders a footer; "" for None."""

_RECOGNISED = " (read from a picture, OCR)"
_DOUBT = "not found in the articles"
"""Stands behind a statement that a model wrote and no article carries, where the marks of others stand."""


def as_json(answer: Answer, seconds: float, footer_text: FooterText) -> dict[str, Any]:
    """Return the JSON object that ``python -m answering --json`` prints."""
    return {
        "question": answer.question,
        "kind": answer.kind,
        "mode": answer.mode,
        "lead": answer.lead,
        "refusal": answer.refusal,
        "as_of": answer.as_of,
        "statements": [
            {
                "text": statement.text,
                "citations": list(statement.citations),
                "support": statement.support,
                "item": statement.item,
                "attribution": statement.attribution,
                "reasons": [str(reason) for reason in statement.reasons],
            }
            for statement in answer.statements
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "nearest": [_citation(citation) for citation in answer.nearest],
        "foot": footer_text(answer.footer),
        "footer": None if answer.footer is None else asdict(answer.footer),
        "scope": _scope(answer.scope),
        "searched": answer.searched,
        "suggestions": list(answer.suggestions),
        "evidence": None if answer.evidence is None else round(answer.evidence, 4),
        "read_as": answer.read_as,
        "written": None if answer.written is None else asdict(answer.written),
        "parts": [{"question": part.question, "kind": part.kind, "lead": part.lead} for part in answer.parts],
        "seconds": round(seconds, 3),
    }


def trace_as_json(trace: Trace) -> dict[str, Any]:
    """Return what ``--trace`` adds under "trace"."""
    return {
        "evidence": round(trace.evidence, 4),
        "threshold": trace.threshold,
        "missing": list(trace.missing),
        "rankings": {name: list(ranking) for name, ranking in trace.rankings.items()},
        "titles": dict(trace.titles),
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
        around = (first.before, first.after) if first else ("", "")
        before, after = (f"({words}) " if words else "" for words in around)
        marks = "".join(f" [{number}]" for number in statement.citations) or f" ({_DOUBT})"
        marks += _recognised([by_number[number] for number in statement.citations])
        attribution = f"{statement.attribution} " if statement.attribution else ""
        lines.append(
            f"{'  - ' if statement.item else '  '}{attribution}{before}{statement.text}{marks} {after}".rstrip()
        )
    lines += [
        f"  [{citation.number}] {citation.quote} — {citation.article.source.title}{_recognised([citation])}"
        for citation in answer.nearest
    ]
    lines += [
        f"  [{citation.number}] {standing}."
        for citation in (*answer.citations, *answer.nearest)
        if (standing := standing_text(citation.article.standing))
    ]
    footer = footer_text(answer.footer)
    return "\n".join([*lines, *([footer] if footer else []), *limits])


def _scope(scope: Scope) -> dict[str, Any]:
    within = None if scope.within is None else sorted(scope.within)
    return {"within": within, "since": scope.since, "until": scope.until}


def _recognised(citations: Sequence[Citation]) -> str:
    return _RECOGNISED if any(citation.article.source.format == "scan" for citation in citations) else ""


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "field": citation.field,
        "before": citation.before,
        "after": citation.after,
        "also": list(citation.also),
        "article": _article(citation.article),
    }


def _article(article: CitedArticle) -> dict[str, Any]:
    source = article.source
    return {
        "id": article.id,
        "title": source.title,
        "url": source.url,
        "outlet": source.outlet,
        "author": source.author,
        "published": source.published,
        "format": source.format,
        "digest": article.digest,
        **{name: value for name, value in asdict(article.standing).items() if value},
    }
