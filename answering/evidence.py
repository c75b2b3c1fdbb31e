"""Whether the articles hold an answer at all: decided from what was measured, before anything is said."""

from collections.abc import Collection, Sequence

import numpy as np

from answering.choose import COLUMNS, rank
from answering.features import Floats, coverage, question_weights
from answering.stems import stem
from answering.weights import Weights, load_weights, probability
from domain.language import Word, words

EVIDENCE = (
    "similarity",  # best cosine of question and sentence
    "alignment",  # best mean of the token alignments
    "asked_token",  # best alignment of the question word
    "pair_coverage",  # best share of the question's words in a sentence and the one before
    "offers",  # the chosen sentence has something of the kind asked for
    "score",  # logit of the chosen sentence
    "article_coverage",  # best share of the question's words in one whole article, title included
    "missing_names",  # share of the question's names and numbers that the best article lacks
)


class Evidence:
    """A calibrated probability that the words found answer the question."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights("evidence")

    def __call__(self, measured: Floats) -> float:
        """Return 0 to 1 for a vector of ``measure_evidence``."""
        return probability(float(self._weights.logit(measured[np.newaxis], EVIDENCE)[0]))


def measure_evidence(question: str, table: Floats, scores: Floats, articles: Sequence[Collection[str]]) -> Floats:
    """Return shape ``(len(EVIDENCE),)`` from the candidates' features and scores (see Chooser), at least one.

    ``articles`` holds, for each article that has candidates, the stems of all its words and its title's.
    """
    best = rank(scores)[0]
    weights = question_weights(question)
    names = {stem(word.text) for word in named(question)}
    lacking = [len([name for name in names if name not in article]) / len(names) for article in articles] if names else []
    return np.array(
        [
            _best(table, "similarity"),
            _best(table, "alignment"),
            _best(table, "asked_token"),
            _best(table, "pair_coverage"),
            table[best, COLUMNS.index("offers")],
            float(scores[best]),
            max((coverage(weights, frozenset(article)) for article in articles), default=0.0),
            min(lacking, default=0.0),
        ]
    )


def named(question: str) -> list[Word]:
    """Return the question's names and numbers; what it asks about cannot be answered by articles that lack them."""
    return [word for word in words(question) if word.content and (word.name or word.text[0].isdigit())]


def _best(table: Floats, column: str) -> float:
    return float(table[:, COLUMNS.index(column)].max())
