"""An answer composed of the article's own words: the lead sentence first, then what it needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.quoting.attribution import cited
from answering.quoting.candidates import Candidate
from answering.quoting.reading import quotable, rank
from answering.quoting.supporting import MARGIN, supporting
from domain.protocols import Scores
from domain.values import Article, Citation
from text.discourse import Clause, closed, enumeration_around, framed_clause, opened
from text.sentences import Sentence, context_dependent, is_question

_CONTEXT_WORDS = 60
_TURNS_ROUND = re.compile(
    r"^(?:But|However|Yet|Still|Nevertheless|Nonetheless)\b,?.{0,40}"
    r"\b(?:this|that|it|they|those|these|he|she|no longer|not)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words chosen for an answer: a sentence, or the clause behind its frame; ``item`` belongs to an
    enumeration.
    """

    article: Article
    sentence: Sentence
    everything: tuple[Sentence, ...]
    clause: Clause | None = None
    item: bool = False

    @property
    def start(self) -> int:
        """Where the quoted words begin in the article."""
        return self.sentence.start + (self.clause.start if self.clause else 0)


def choose_quotes(candidates: Sequence[Candidate], scores: Scores) -> list[Quote]:
    """Return the quotes of an answer: the lead sentence, then the others in the order of their article, articles in the
    order of their best sentence.

    Args:
        candidates: the sentences read, at least one.
        scores: one each; the highest leads.
    """
    kept = set(quotable(candidates))
    order = [i for i in rank(scores) if i in kept]
    lead = candidates[order[0]]
    around = enumeration_around(lead.everything, lead.sentence.index)
    if around and (around[0] == lead.sentence.index or _near_best(lead, around[0], candidates, scores, order)):
        head, members = around
        return [_quote(lead, head), *(replace(_quote(lead, member), item=True) for member in members)]
    chosen = [lead, *supporting(lead, candidates, scores, order)]
    first, *others = [_quote(one, one.sentence.index) for one in chosen]
    first = replace(first, clause=framed_clause(first.sentence.text))
    same = sorted((quote for quote in others if quote.article.id == first.article.id), key=lambda quote: quote.start)
    return _with_members([first, *same, *(quote for quote in others if quote.article.id != first.article.id)])


def _with_members(quotes: Sequence[Quote]) -> list[Quote]:
    """Put the members of an enumeration behind the supporting sentence that announces it, each once."""
    found: list[Quote] = []
    for quote in quotes:
        index = quote.sentence.index
        around = enumeration_around(quote.everything, index)
        members = around[1] if around and around[0] == index else []
        found += [quote, *(replace(quote, sentence=quote.everything[i], clause=None, item=True) for i in members)]
    listed = {(quote.article.id, quote.sentence.index) for quote in found if quote.item}
    return [quote for quote in found if quote.item or (quote.article.id, quote.sentence.index) not in listed]


def quote_of(one: Candidate) -> Quote:
    """Return a whole sentence as a quote."""
    return _quote(one, one.sentence.index)


def citations(quotes: Sequence[Quote], *, first_number: int = 1) -> list[Citation]:
    """Return one citation a quote, with the words before and after that it leans on, unless they are quoted too."""
    taken = {(quote.article.id, quote.sentence.index) for quote in quotes}
    return [_citation(quote, number, taken) for number, quote in enumerate(quotes, start=first_number)]


def _near_best(
    lead: Candidate, index: int, candidates: Sequence[Candidate], scores: Scores, order: Sequence[int]
) -> bool:
    """Whether the sentence that announces an enumeration answers nearly as well as the member found."""
    floor = float(scores[order[0]]) - MARGIN
    return any(
        one.article.id == lead.article.id and one.sentence.index == index and score >= floor
        for one, score in zip(candidates, scores, strict=True)
    )


def _quote(one: Candidate, index: int) -> Quote:
    return Quote(article=one.article, sentence=one.everything[index], everything=one.everything)


def _citation(quote: Quote, number: int, taken: set[tuple[str, int]]) -> Citation:
    text, sentence = quote.article.text, quote.sentence
    return Citation(
        number=number,
        quote=text[quote.start : sentence.end],
        start=quote.start,
        end=sentence.end,
        article=cited(quote.article),
        before=text[_context_start(quote, taken) : quote.start].rstrip(),
        after=text[sentence.end : _context_end(quote, taken)].lstrip(),
    )


def _context_start(quote: Quote, taken: set[tuple[str, int]]) -> int:
    """Where the words begin that the quote leans on: the sentence before, if it is near and not quoted itself; the
    whole of a quotation in which the words begin.
    """
    sentence, index = quote.sentence, quote.sentence.index
    if index == 0 or quote.item:
        return sentence.start
    first = opened(quote.article.text, quote.everything, _leaned_on(quote))
    before = quote.everything[first:index]
    few = sum(len(one.text.split()) for one in before) <= _CONTEXT_WORDS
    return before[0].start if before and few and not _any_quoted(quote, before, taken) else sentence.start


def _leaned_on(quote: Quote) -> int:
    """The index of the sentence before, if the quote leans on it, or of what a row stands under; else of its own.

    Words behind a printed question lean on it, a clause also on what its paragraph has just told.
    """
    sentence, before = quote.sentence, quote.everything[quote.sentence.index - 1]
    if sentence.under is not None:
        return sentence.under
    if before.heading or sentence.line - before.line > 1:
        return sentence.index
    told = is_question(before.text) or (quote.clause and sentence.line == before.line)
    return before.index if told or context_dependent(sentence.text) else sentence.index


def _context_end(quote: Quote, taken: set[tuple[str, int]]) -> int:
    """Where the words end that turn the quote round, or the quotation that it begins; its own end if none do."""
    sentence = quote.sentence
    last = closed(quote.article.text, quote.everything, sentence.index)
    following = quote.everything[sentence.index + 1 :][:1]
    if last == sentence.index and following and following[0].line == sentence.line:
        last += bool(_TURNS_ROUND.match(following[0].text))
    after = quote.everything[sentence.index + 1 : last + 1]
    few = sum(len(one.text.split()) for one in after) <= _CONTEXT_WORDS
    return after[-1].end if after and few and not quote.item and not _any_quoted(quote, after, taken) else sentence.end


def _any_quoted(quote: Quote, around: Sequence[Sentence], taken: set[tuple[str, int]]) -> bool:
    return any((quote.article.id, one.index) in taken for one in around)
