"""The last step of a look-up: from what was decided to an answer. Quoting and writing are two ways of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from answering.phrases import Phrases
from answering.quoting.answers import quoted
from answering.quoting.attribution import attribution, lead
from answering.quoting.candidates import Candidate, Considered
from answering.quoting.quote import Quote, choose_quotes, citations, conflicting, quote_of
from answering.quoting.suggestions import next_suggestions
from domain.protocols import Scores
from domain.values import Answer, Rewriting, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A question that the articles answer.

    ``whose`` is what a refusal begins with ("Your articles"); ``similarity`` is the cosine of two sentences. ``quotes``
    are the sentences that answer it, lead sentence first; ``rival`` is one of another article with another number.
    ``refusal`` is the bundled reader's, if any; ``many``: it is about what each of many articles says, and nothing is
    chosen yet.
    """

    question: str
    considered: Considered
    whose: str
    similarity: Callable[[Candidate, Candidate], float]
    quotes: tuple[Quote, ...] = ()
    rival: Quote | None = None
    refusal: Answer | None = None
    many: bool = False

    def quoting(self, candidates: Sequence[Candidate], scores: Scores) -> "Decided":
        """Return it with the quotes of these sentences, and with the one of those considered that gives another number.

        Args:
            candidates: the sentences to quote from, at least one.
            scores: one each; the highest leads.
        """
        quotes, considered = tuple(choose_quotes(candidates, scores)), self.considered
        lead = Candidate(article=quotes[0].article, everything=quotes[0].everything, sentence=quotes[0].sentence)
        rival = conflicting(lead, self.question, considered.candidates, considered.scores, self.similarity)
        return replace(self, quotes=quotes, rival=quote_of(rival) if rival else None)


class Composer(Protocol):
    """Writes searches for a question, and composes the answer of one that the articles answer."""

    @property
    def refuses_itself(self) -> bool:
        """Whether it decides by itself that the articles hold no answer: then weak evidence does not refuse before."""
        ...

    def rewrite(self, question: str, turns: Sequence[Turn], *, context_dependent: bool) -> Rewriting | None:
        """Return what else to search for; for a context-dependent question also the question as it stands by itself.
        None: no model was asked.

        Of a self-contained question this is only asked where ``refuses_itself`` and the evidence found is weak.
        """
        ...

    def __call__(self, decided: Decided) -> Answer:
        """Return the answer, every quote with its exact place."""
        ...


class Quoting:
    """A Composer in the articles' own words, without a language model."""

    refuses_itself = False

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def rewrite(self, question: str, turns: Sequence[Turn], *, context_dependent: bool) -> None:
        """Return None: a context-dependent question is read with those before it."""

    def __call__(self, decided: Decided) -> Answer:
        """Quote the lead sentence first; where two articles disagree, the newer one."""
        rival, phrases = decided.rival, self._phrases
        quotes = newest_first((decided.quotes[0], rival)) if rival else decided.quotes
        first = quotes[0]
        own = "" if rival else first.article.id  # the others' outlets and dates stand before their words
        attributions = [
            "" if quote.article.id == own else attribution(phrases, quote.article.source) for quote in quotes
        ]
        items = [quote.item or bool(rival) for quote in quotes]
        words = lead(phrases, first.article, first.sentence.text, first.clause)
        words = phrases("lead.disagree") if rival else words
        answer = quoted(decided.question, words, citations(quotes), items=items, attributions=attributions)
        articles = list({quote.article.id: quote.article for quote in quotes}.values())
        suggestions = next_suggestions(decided.question, articles)
        return replace(answer, suggestions=suggestions, evidence=decided.considered.evidence)


def newest_first(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotes by the day of their article, the newest first, undated ones last."""
    return tuple(sorted(quotes, key=lambda quote: quote.article.source.published or "", reverse=True))
