"""Two articles that give different numbers for the same thing."""

from collections.abc import Sequence

from answering.quoting.candidates import Candidate
from answering.quoting.reading import quotable, rank
from domain.protocols import Scores
from text.numbers import Amount, amounts, same
from text.word_forms import stems

WITHIN = 3.0  # the other article's sentence scores at most so much less than the lead sentence
_OF_ANYTHING = frozenset("share dollar pound euro yen rupe roubl cent".split())  # "how much did it cost?"


def conflicting(lead: Candidate, question: str, candidates: Sequence[Candidate], scores: Scores) -> Candidate | None:
    """Return the best sentence of another article that gives another number of what the question asks for ("145
    people", "120 people"), and none of the lead sentence's; None if there is none.
    """
    own = _asked_for(lead.sentence.text, question)
    places = quotable(candidates) if own else []
    best = max((float(scores[i]) for i in places), default=0.0)
    for i in rank(scores):
        one = candidates[i]
        if i not in places or scores[i] < best - WITHIN or one.article.id == lead.article.id:
            continue
        theirs = _asked_for(one.sentence.text, question)
        units = {amount.unit for amount in own} & {amount.unit for amount in theirs}
        if units and not any(same(mine, other) for mine in own for other in theirs if mine.unit in units):
            return one
    return None


def _asked_for(sentence: str, question: str) -> list[Amount]:
    units, known = stems(question) | _OF_ANYTHING, amounts(question)
    return [one for one in amounts(sentence) if one.unit in units and not any(same(one, other) for other in known)]
