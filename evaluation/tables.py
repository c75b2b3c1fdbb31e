"""Feature tables to train on and to measure with: one for each question, through the program's own parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answering.pipeline import QuoteAnswerer
from answering.quoting.candidates import Located, given, locate
from answering.quoting.features import Candidate, Floats
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Scope
from evaluation.metrics import holds_answer

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The candidates of one question: their features (one row each) and which of them answer.

    ``candidates`` is empty where the sentences stand alone (sentence-choice).
    """

    question: str
    features: Floats
    answers: Flags
    candidates: tuple[Located, ...] = ()


def of_given(answerer: QuoteAnswerer, question: str, title: str, texts: Sequence[str], chosen: Iterable[int]) -> Table:
    """Return the table of a passage whose sentences are cut already."""
    candidates = given(title, texts)
    return Table(
        question=question,
        features=answerer.table(question, candidates),
        answers=np.isin(np.arange(len(texts)), list(chosen)),
        candidates=tuple(candidates),
    )


def of_alone(answerer: QuoteAnswerer, question: str, texts: Sequence[str], answers: Sequence[bool]) -> Table:
    """Return the table of sentences that have nothing to do with each other."""
    vectors = answerer.embedder.embed_passages(texts)
    candidates = [Candidate(text=text, article=str(place)) for place, text in enumerate(texts)]
    features = answerer.chooser.table(question, candidates, vectors, np.zeros_like(vectors))
    return Table(question=question, features=features, answers=np.array(answers, dtype=bool))


def of_search(
    answerer: QuoteAnswerer, snapshot: Snapshot, question: str, holds: Sequence[str], *, scope: Scope = EVERYTHING
) -> Table:
    """Return the table of what a search finds; a sentence answers if it holds all the answer strings."""
    candidates = locate(snapshot, answerer.search(snapshot, question, scope=scope).hits)
    return Table(
        question=question,
        features=answerer.table(question, candidates),
        answers=np.array([holds_answer([located.sentence.text], holds) for located in candidates], dtype=bool),
        candidates=tuple(candidates),
    )
