"""Which sentences are quoted beside the lead sentence: nearly as good, not the same again, within a number of words."""

from collections.abc import Sequence

from answering.quoting.candidates import Candidate
from domain.protocols import Scores
from text.word_forms import stems

MARGIN = 3.0
"""A supporting sentence scores at most so much less than the lead sentence."""
ELSEWHERE = 1.0
"""The same for a sentence of another article."""
SENTENCES, WORDS = 4, 75
"""Limits of a quoted answer, the lead sentence included."""
SHORT_TEXT, SHORT_SENTENCES = 12, 3
SHORT_MARGIN, SHORT_WORDS = 6.0, 120
"""Of an article of at most twelve sentences people quote three of seven (ClapNQ): a wider margin, more words."""
_SAME_WORDS = 0.8


def supporting(
    lead: Candidate, candidates: Sequence[Candidate], scores: Scores, order: Sequence[int]
) -> list[Candidate]:
    """Return the supporting sentences of an answer, best first; rows of lists and tables do not stand beside others.

    Args:
        lead: the sentence that answers first.
        candidates, scores: all sentences read, and their scores.
        order: places of ``candidates`` to choose from, by falling score.
    """
    is_short = len(lead.everything) <= SHORT_TEXT
    margin = SHORT_MARGIN if is_short else MARGIN
    most = SHORT_SENTENCES if is_short else SENTENCES
    left = (SHORT_WORDS if is_short else WORDS) - len(lead.sentence.text.split())
    chosen = [lead]
    best = max(float(scores[i]) for i in order)
    for i in order:
        one, length = candidates[i], len(candidates[i].sentence.text.split())
        if len(chosen) == most or scores[i] < best - margin:
            break
        is_far = one.article.id != lead.article.id and scores[i] < best - ELSEWHERE
        if length > left or is_far or one.sentence.under is not None or _repeats(one, chosen):
            continue
        chosen.append(one)
        left -= length
    return chosen[1:]


def _repeats(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    own = stems(one.sentence.text)
    return any(
        len(own & stems(other.sentence.text)) >= _SAME_WORDS * min(len(own), len(stems(other.sentence.text)))
        for other in chosen
    )
