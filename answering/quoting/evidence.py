"""Whether the articles hold an answer at all: decided from what was measured, before anything is said."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from answering.quoting.candidates import Located
from answering.quoting.choose import COLUMNS, rank
from answering.quoting.features import Floats, coverage, question_weights
from answering.quoting.identity import describes, identity_of
from answering.quoting.weights import Weights, load_weights, probability
from domain.language import Word, words
from text.word_forms import kins

EVIDENCE_WEIGHTS = Path(__file__).with_name("evidence.json")
EVIDENCE = (
    "similarity",  # best cosine of question and sentence
    "about",  # mean cosine of question and the sentences considered of the best one's article: that is about it
    "confidence",  # share of the five best in the softmax of all scores, of a list its best row: clear, or many as good
    "article_coverage",  # best share of the question's words in one whole article, title included
)
_CLEAR = 5
_OUTRIGHT = 0.9
"""Evidence, at least, of a sentence that says who the somebody asked about is: little of it is like so short a question
("Who is Ilsa Dorn?"), whatever else it tells."""


class Evidence:
    """A calibrated probability that the words found answer the question."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights(EVIDENCE_WEIGHTS)

    def __call__(self, measured: Floats, *, outright: bool = False) -> float:
        """Return 0 to 1 for a vector of ``measure_evidence``; ``outright`` as told by ``told_outright``."""
        evidence = probability(float(self._weights.logit(measured[np.newaxis], EVIDENCE)[0]))
        return max(evidence, _OUTRIGHT) if outright else evidence


def told_outright(question: str, scores: Floats, candidates: Sequence[Located]) -> bool:
    """Whether the question asks who or what a name is, and the best sentence says so."""
    name = identity_of(question)
    return name is not None and describes(candidates[rank(scores)[0]].sentence.text, name)


def measure_evidence(question: str, table: Floats, scores: Floats, candidates: Sequence[Located]) -> Floats:
    """Return shape ``(len(EVIDENCE),)`` from the candidates' features and scores (see Chooser), at least one."""
    order = _one_row_a_list(rank(scores), candidates)
    weights = question_weights(question)
    articles = {located.article.id: located.article for located in candidates}.values()
    best = candidates[order[0]].article.id
    similarity = table[:, COLUMNS.index("similarity")]
    share = np.exp(scores - scores.max())
    return np.array(
        [
            similarity.max(),
            similarity[[located.article.id == best for located in candidates]].mean(),
            share[order[:_CLEAR]].sum() / share[order].sum(),
            max(coverage(weights, kins(article.text) | kins(article.source.title)) for article in articles),
        ]
    )


def _one_row_a_list(order: Iterable[int], candidates: Sequence[Located]) -> list[int]:
    """Return the order with each list's best row alone: its rows share the words above them and so look as good."""
    kept: dict[tuple[str, int], int] = {}
    for i in order:
        sentence = candidates[i].sentence
        of_list = sentence.under is not None and (candidates[i].article.id, sentence.under)
        kept.setdefault(of_list or ("", i), i)
    return list(kept.values())


def named(question: str) -> list[Word]:
    """Return the question's names and numbers; what it asks about cannot be answered by articles that lack them."""
    return [word for word in words(question) if word.content and (word.name or word.text[0].isdigit())]
