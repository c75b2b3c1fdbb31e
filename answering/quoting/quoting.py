"""An answer in the articles' own words."""

from collections.abc import Sequence
from dataclasses import replace

from answering.phrases import Phrases
from answering.quoting.attribution import attribution, lead
from answering.quoting.composing import Decided
from answering.quoting.making import as_of, quoted_footer, verbatim
from answering.quoting.quote import Quote, citations
from answering.quoting.suggestions import next_suggestions
from domain.values import Answer, Turn


class Quoting:
    """A Composer that needs no language model."""

    refuses_itself = False

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def read(self, question: str, turns: Sequence[Turn]) -> str | None:  # noqa: ARG002
        """Nothing but the words of the conversation reads a question."""
        return None

    def __call__(self, decided: Decided) -> Answer:
        """Quote the lead sentence first; where two articles disagree, the newer one."""
        if decided.rival:
            return self._disagreeing(decided, (decided.quotes[0], decided.rival))
        return self._quoted(decided, decided.quotes)

    def _disagreeing(self, decided: Decided, quotes: Sequence[Quote]) -> Answer:
        ordered = newest_first(quotes)
        attributions = [attribution(self._phrases, quote.article.source) for quote in ordered]
        answer = self._quoted(decided, ordered)
        statements = verbatim(answer.citations, items=[True] * len(quotes), attributions=attributions)
        return replace(answer, lead=self._phrases("lead.disagree"), statements=statements)

    def _quoted(self, decided: Decided, quotes: Sequence[Quote]) -> Answer:
        core, made = quotes[0], citations(quotes)
        attributions = [
            "" if quote.article.id == core.article.id else attribution(self._phrases, quote.article.source)
            for quote in quotes
        ]
        articles = list({quote.article.id: quote.article for quote in quotes}.values())
        return Answer(
            question=decided.question,
            kind="answer",
            lead=lead(self._phrases, core.article, core.sentence.text, core.clause),
            statements=verbatim(made, items=[quote.item for quote in quotes], attributions=attributions),
            citations=tuple(made),
            as_of=as_of(made),
            footer=quoted_footer(made),
            suggestions=next_suggestions(self._phrases, decided.question, articles),
            evidence=decided.considered.evidence,
        )


def newest_first(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes by the day of their article, the newest first, undated ones last."""
    return sorted(quotes, key=lambda quote: quote.article.source.published or "", reverse=True)
