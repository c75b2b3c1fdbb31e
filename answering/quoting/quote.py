"""An answer composed of the article's own words: the lead sentence first, then what it needs."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from answering.quoting.attribution import cite
from answering.quoting.candidates import Candidate
from answering.quoting.reading import quotable, rank
from domain.protocols import Scores
from domain.values import Article, Citation
from text.discourse import Clause, closed, enumeration_around, framed_clause, opened
from text.numbers import Amount, amounts, conflict, same
from text.sentences import Sentence, context_dependent, is_question
from text.word_forms import stems

MARGIN = 3.0  # a supporting sentence scores at most so much less than the lead sentence
ELSEWHERE = 1.0  # the same for a sentence of another article
SENTENCES, WORDS = 4, 110  # limits of a quoted answer, the lead sentence included
WITHIN = 3.0  # the other article's sentence scores at most so much less than the lead sentence
SAME_SUBJECT = 0.5
"""Between a true pair of the samples (120 and 145 people evacuated, .58) and a false one (a scheme and a part that cost
something, .49)."""
_OF_ANYTHING = frozenset("share dollar pound euro yen rupe roubl cent".split())  # "how much did it cost?"
_SAME_WORDS = 0.8
_CONTEXT_WORDS = 60
_TURNS_ROUND = re.compile(
    r"\A(?:But|However|Yet|Still|Nevertheless|Nonetheless)\b,?.{0,40}"
    r"\b(?:this|that|it|they|those|these|he|she|no longer|not)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words chosen for an answer: a sentence, or the clause behind its frame; ``item``: of an enumeration."""

    article: Article
    sentence: Sentence
    everything: tuple[Sentence, ...]
    clause: Clause | None = None
    item: bool = False

    @property
    def start(self) -> int:
        """Where the quoted words begin in the article."""
        return self.sentence.start + (self.clause.start if self.clause else 0)

    @property
    def place(self) -> tuple[str, int]:
        """The article's id, and the index of the sentence."""
        return self.article.id, self.sentence.index


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
    if around := enumeration_around(lead.everything, lead.sentence.index):
        head, members = around
        at_head = (lead.article.id, head)
        near = any(
            (one.article.id, one.sentence.index) == at_head and score >= float(scores[order[0]]) - MARGIN
            for one, score in zip(candidates, scores, strict=True)
        )
        if near:  # the sentence that announces the enumeration answers nearly as well as the member found, or leads
            return [_quote(lead, head), *(replace(_quote(lead, member), item=True) for member in members)]
    first, *others = [quote_of(one) for one in (lead, *supporting(lead, candidates, scores, order))]
    first = replace(first, clause=framed_clause(first.sentence.text))
    same = sorted((quote for quote in others if quote.article.id == first.article.id), key=lambda quote: quote.start)
    return _with_members([first, *same, *(quote for quote in others if quote.article.id != first.article.id)])


def supporting(
    lead: Candidate, candidates: Sequence[Candidate], scores: Scores, order: Sequence[int]
) -> list[Candidate]:
    """Return the sentences beside the lead sentence, best first: nearly as good, not the same again, within a number of
    words. Rows of lists and tables do not stand beside others.

    Args:
        lead: the sentence that answers first.
        candidates, scores: all sentences read, and their scores.
        order: places of ``candidates`` to choose from, by falling score.
    """
    chosen = [lead]
    left = WORDS - len(lead.sentence.text.split())
    best = float(scores[order[0]])
    for i in order:
        one, length = candidates[i], len(candidates[i].sentence.text.split())
        margin = MARGIN if one.article.id == lead.article.id else ELSEWHERE
        if len(chosen) == SENTENCES:
            break
        if length > left or scores[i] < best - margin or one.sentence.under is not None or _repeats(one, chosen):
            continue
        chosen.append(one)
        left -= length
    return chosen[1:]


def conflicting(
    lead: Candidate,
    question: str,
    candidates: Sequence[Candidate],
    scores: Scores,
    similarity: Callable[[Candidate, Candidate], float],
) -> Candidate | None:
    """Return the best sentence of another article that gives another number of what the question asks for ("145
    people", "120 people"), and none of the lead sentence's; None if there is none.

    ``similarity`` is the cosine of two sentences: those that are about different things do not contradict each other.
    """
    own = _asked_for(lead.sentence.text, question)
    places = quotable(candidates) if own else []
    best = max((float(scores[i]) for i in places), default=0.0)
    for i in rank(scores):
        one = candidates[i]
        if i not in places or scores[i] < best - WITHIN or one.article.id == lead.article.id:
            continue
        theirs = _asked_for(one.sentence.text, question)
        if conflict(own, theirs) and similarity(lead, one) >= SAME_SUBJECT:
            return one
    return None


def quote_of(one: Candidate) -> Quote:
    """Return a whole sentence as a quote."""
    return _quote(one, one.sentence.index)


def citations(quotes: Sequence[Quote]) -> list[Citation]:
    """Return one citation a quote, numbered from 1, with the words around it that it needs, unless quoted too."""
    taken = {quote.place for quote in quotes}
    return [_citation(quote, number, taken) for number, quote in enumerate(quotes, start=1)]


def _repeats(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    own = stems(one.sentence.text)
    others = (stems(other.sentence.text) for other in chosen)
    return any(len(own & other) >= _SAME_WORDS * min(len(own), len(other)) for other in others)


def _with_members(quotes: Sequence[Quote]) -> list[Quote]:
    """Put the members of an enumeration behind the supporting sentence that announces it, each once."""
    found: list[Quote] = []
    for quote in quotes:
        index = quote.sentence.index
        around = enumeration_around(quote.everything, index)
        members = around[1] if around and around[0] == index else []
        found += [quote, *(replace(quote, sentence=quote.everything[i], clause=None, item=True) for i in members)]
    listed = {quote.place for quote in found if quote.item}
    return [quote for quote in found if quote.item or quote.place not in listed]


def _quote(one: Candidate, index: int) -> Quote:
    return Quote(article=one.article, sentence=one.everything[index], everything=one.everything)


def _citation(quote: Quote, number: int, taken: set[tuple[str, int]]) -> Citation:
    text, sentence, index = quote.article.text, quote.sentence, quote.sentence.index
    before = quote.everything[_first_before(quote) : index]
    after = quote.everything[index + 1 : _last_after(quote) + 1]
    start = before[0].start if _is_shown(before, quote, taken) else sentence.start
    end = after[-1].end if _is_shown(after, quote, taken) else sentence.end
    citation = cite(quote.article, quote.start, sentence.end, number=number)
    return replace(citation, before=text[start : quote.start].rstrip(), after=text[sentence.end : end].lstrip())


def _is_shown(around: Sequence[Sentence], quote: Quote, taken: set[tuple[str, int]]) -> bool:
    """Whether words around a quote are shown: some, few, and none of them quoted themselves."""
    few = sum(len(one.text.split()) for one in around) <= _CONTEXT_WORDS
    return bool(around) and not quote.item and few and all((quote.article.id, one.index) not in taken for one in around)


def _first_before(quote: Quote) -> int:
    """The index of the first sentence that the quote needs before it: what a row stands under, else the sentence before
    if the quote depends on it, with those that this one depends on in its paragraph, and the beginning of a quotation
    that is open there; else its own index.

    Words behind a printed question depend on it, a clause also on what its paragraph has just stated.
    """
    sentence, index = quote.sentence, quote.sentence.index
    if index == 0:
        return index
    before = quote.everything[index - 1]
    first = index
    if sentence.under is not None:
        first = sentence.under
    elif not before.heading and sentence.line - before.line <= 1:
        asked = is_question(before.text) or (quote.clause and sentence.line == before.line)
        first -= bool(asked or context_dependent(sentence.text))
        words = len(before.text.split())
        while 0 < first < index and context_dependent(quote.everything[first].text):
            further = quote.everything[first - 1]
            words += len(further.text.split())
            if further.line != before.line or words > _CONTEXT_WORDS:
                break
            first -= 1
    return opened(quote.article.text, quote.everything, first)


def _last_after(quote: Quote) -> int:
    """The index of the last sentence that the quote needs behind it: the end of a quotation that it begins, or the next
    one if that turns it round; else its own index.
    """
    index = quote.sentence.index
    last = closed(quote.article.text, quote.everything, index)
    following = quote.everything[index + 1 :][:1]
    if last == index and following and following[0].line == quote.sentence.line:
        last += bool(_TURNS_ROUND.match(following[0].text))
    return last


def _asked_for(sentence: str, question: str) -> list[Amount]:
    units, known = stems(question) | _OF_ANYTHING, amounts(question)
    return [one for one in amounts(sentence) if one.unit in units and not any(same(one, other) for other in known)]
