"""An answer as JSON and as plain text; the form is part of the command's interface and only grows."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from domain.values import Answer, Citation, Footer, Trace

FooterText = Callable[[Footer | None], str]  # renders a footer; "" for None

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


def trace_as_json(trace: Trace) -> dict[str, Any]:
    """Return what ``--trace`` adds under "trace"."""
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
        parts = ["  -" if statement.item else " ", statement.attribution, before, statement.text + marks, after]
        lines.append(" ".join(filter(None, parts)))
    lines += [f"  [{near.number}] {near.quote} — {near.article.source.title}" for near in answer.nearest]
    footer = footer_text(answer.footer)
    return "\n".join([*lines, *([footer] if footer else []), *limits])


def _citation(citation: Citation) -> dict[str, Any]:
    article = citation.article
    named = {"id": article.id, **asdict(article.source), "digest": article.digest}
    return asdict(citation) | {"article": named}
