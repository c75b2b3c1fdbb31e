"""What was quoted a moment ago is not the first thing to quote again."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from answering.context import Considered
from domain.values import Turn

LESS = 2.0
"""As much as a further sentence of an answer may fall behind its core (quote.FACT): one that fits nearly as well and
says something else is the better reply; where there is none, the same words are quoted again."""


def said_less(considered: Considered, turns: Sequence[Turn]) -> Considered:
    """Return it with lower scores for sentences that the last answer quoted."""
    last = next((turn.answer for turn in reversed(turns) if turn.answer.kind != "talk"), None)
    quoted = [
        (citation.article.id, citation.start, citation.end)
        for citation in (last.citations if last else ())
        if citation.start is not None and citation.end is not None
    ]
    said = [
        any(
            located.article.id == article and located.sentence.start < end and start < located.sentence.end
            for article, start, end in quoted
        )
        for located in considered.candidates
    ]
    return (
        replace(considered, scores=considered.scores - LESS * np.array(said, dtype=np.float64))
        if any(said)
        else considered
    )
