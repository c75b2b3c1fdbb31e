"""Which sentences are quoted beside the lead sentence: nearly as good, not the same again, within a number of words."""

from collections.abc import Sequence

from answering.quoting.candidates import Candidate
from domain.protocols import Scores
from text.word_forms import stems

MARGIN = 3.0
"""A supporting sentence scores at most so much less than the lead sentence."""
ELSEWHERE = 1.0
"""The same for a sentence of another article."""
SENTENCES, WORDS = 4, 110
"""Limits of a quoted answer, the lead sentence included."""
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
    chosen = [lead]
    left = WORDS - len(lead.sentence.text.split())
    best = max(float(scores[i]) for i in order)
    for i in order:
        one, length = candidates[i], len(candidates[i].sentence.text.split())
        margin = MARGIN if one.article.id == lead.article.id else ELSEWHERE
        if len(chosen) == SENTENCES or scores[i] < best - MARGIN:
            break
        if length > left or scores[i] < best - margin or one.sentence.under is not None or _repeats(one, chosen):
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
