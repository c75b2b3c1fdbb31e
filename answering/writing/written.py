"""From the statements that a model wrote, and what became of them, to an answer that says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.checking.verdicts import CheckedStatement, numbered
from answering.phrases import Phrases
from answering.quoting.composing import Decided
from answering.quoting.making import as_of, cited_footer
from answering.quoting.refusals import nearest
from answering.quoting.suggestions import next_suggestions
from answering.writing.sides import with_both_sides
from domain.values import Answer, Footer, Reason, ReasonKind, RefusalReason, Written

UNFINISHED = Reason(ReasonKind.UNFINISHED)


@dataclass(frozen=True, slots=True)
class Composed:
    """What is said around the statements of one reply."""

    phrases: Phrases
    decided: Decided
    written: Written
    hide_unsupported: bool

    def answer(self, judged: Sequence[CheckedStatement]) -> Answer:
        """Return the answer; at least one statement is supported by the articles."""
        decided = self.decided
        sides = (decided.quotes[0], decided.rival) if decided.rival else ()
        told = with_both_sides(judged, sides, self.phrases) if sides else list(judged)
        kept = [one for one in told if one.supported] if self.hide_unsupported else told
        written = replace(self.written, hidden=len(told) - len(kept))
        statements, citations = numbered(kept)
        articles = {place.article.id: place.article for one in kept if one.supported for place in one.places}
        return Answer(
            question=decided.question,
            kind="answer",
            mode="write",
            lead=self._lead(disagree=bool(sides)),
            statements=statements,
            citations=citations,
            as_of=as_of(citations),
            footer=_footer(cited_footer(citations), told, written),
            suggestions=next_suggestions(self.phrases, decided.question, list(articles.values())),
            evidence=decided.considered.evidence,
            written=written,
        )

    def refusal(self, reason: RefusalReason, judged: Sequence[CheckedStatement]) -> Answer:
        """Return the closest words, since the model could not tell, or wrote nothing that the articles support."""
        decided = self.decided
        kept = [] if self.hide_unsupported else judged
        written = replace(self.written, hidden=len(judged) - len(kept))
        return Answer(
            question=decided.question,
            kind="closest",
            mode="write",
            lead=self.phrases(f"refusal.{reason}", articles=decided.whose, model=written.model),
            refusal=reason,
            statements=numbered(kept)[0],
            nearest=nearest(decided.considered),
            footer=_footer(Footer(), judged, written),
            evidence=decided.considered.evidence,
            written=written,
        )

    def _lead(self, *, disagree: bool) -> str:
        whose = self.decided.whose
        articles = whose[:1].lower() + whose[1:]
        return self.phrases(
            "lead.written_disagree" if disagree else "lead.written", model=self.written.model, articles=articles
        )


def _footer(footer: Footer, judged: Sequence[CheckedStatement], written: Written) -> Footer:
    """Add what code has found out of the statements; a sentence that was broken off does not count."""
    whole = [one for one in judged if one.reasons != (UNFINISHED,)]
    return replace(
        footer,
        statements=len(whole) if judged else None,
        supported=sum(one.supported for one in whole),
        invented=written.invented,
        hidden=written.hidden,
        stopped=written.stopped,
        cut=written.cut,
    )
