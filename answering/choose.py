"""Which sentences answer: every candidate measured against the question and scored."""

from collections.abc import Sequence

import numpy as np

from answering.features import FEATURES, RELATIVE, Candidate, Floats, measure, printed_questions
from answering.weights import Weights, load_weights
from domain.seams import Embedder, Vectors

COLUMNS = (*FEATURES, *(f"{name}, relative" for name in RELATIVE))


class Chooser:
    """Scores sentences for a question: a logistic regression over the features of answering/features.py."""

    def __init__(self, embedder: Embedder, weights: Weights | None = None) -> None:
        self._embedder = embedder
        self._weights = weights or load_weights("choose")

    def table(self, question: str, candidates: Sequence[Candidate], vectors: Vectors, before: Vectors) -> Floats:
        """Return the features, shape ``(len(candidates), len(COLUMNS))``.

        ``vectors`` are the candidates' own and ``before`` those of the sentences before them (zeros where there is
        none), both of shape ``(len(candidates), dim)``.
        """
        asked = self._embedder.embed_questions([question])[0]
        similarity = vectors @ asked
        pair = vectors + before
        pair = (pair / np.maximum(np.linalg.norm(pair, axis=1, keepdims=True), 1e-9)) @ asked
        return measure(
            question, candidates, similarity=similarity, pair=pair, printed=self._printed(question, asked, candidates)
        )

    def _printed(self, question: str, asked: Vectors, candidates: Sequence[Candidate]) -> dict[str, float]:
        """The likeness of the printed questions to the reader's; there are few, and most articles have none."""
        found = printed_questions(question, candidates)
        return dict(zip(found, map(float, self._embedder.embed_passages(found) @ asked), strict=True)) if found else {}

    def scores(self, table: Floats) -> Floats:
        """Return one logit a candidate: higher is likelier to be among the words that answer."""
        return self._weights.logit(table, COLUMNS)


def rank(scores: Sequence[float] | Floats) -> list[int]:
    """Return indices by falling score; of equals the earlier first."""
    return sorted(range(len(scores)), key=lambda i: -float(scores[i]))
