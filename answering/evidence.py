"""Whether the articles hold an answer at all: decided from what was measured, before anything is said."""

from collections.abc import Sequence

import numpy as np

from answering.candidates import Located
from answering.choose import COLUMNS, rank
from answering.features import Floats, coverage, question_weights
from answering.stems import stems
from answering.weights import Weights, load_weights, probability
from domain.language import Word, words

EVIDENCE = (
    "similarity",  # best cosine of question and sentence
    "alignment",  # mean over the three best sentences of how well the question's tokens are found in them
    "confidence",  # share of the five best in the softmax of all scores: a clear answer, or many sentences as good
    "article_coverage",  # best share of the question's words in one whole article, title included
    "context_coverage",  # their share in the best sentence, the one before it and the title
)
_ALIGNED, _CLEAR = 3, 5


class Evidence:
    """A calibrated probability that the words found answer the question."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights("evidence")

    def __call__(self, measured: Floats) -> float:
        """Return 0 to 1 for a vector of ``measure_evidence``."""
        return probability(float(self._weights.logit(measured[np.newaxis], EVIDENCE)[0]))


def measure_evidence(question: str, table: Floats, scores: Floats, candidates: Sequence[Located]) -> Floats:
    """Return shape ``(len(EVIDENCE),)`` from the candidates' features and scores (see Chooser), at least one."""
    order = rank(scores)
    weights = question_weights(question)
    best = candidates[order[0]]
    around = stems(best.candidate.text) | stems(best.candidate.before) | stems(best.article.source.title)
    articles = {located.article.id: located.article for located in candidates}.values()
    share = np.exp(scores - scores.max())
    return np.array(
        [
            table[:, COLUMNS.index("similarity")].max(),
            table[order[:_ALIGNED], COLUMNS.index("alignment")].mean(),
            share[order[:_CLEAR]].sum() / share.sum(),
            max(coverage(weights, stems(article.text) | stems(article.source.title)) for article in articles),
            coverage(weights, around),
        ]
    )


def named(question: str) -> list[Word]:
    """Return the question's names and numbers; what it asks about cannot be answered by articles that lack them."""
    return [word for word in words(question) if word.content and (word.name or word.text[0].isdigit())]
