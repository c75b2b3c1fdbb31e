"""Which sentences answer: every candidate measured against the question and scored."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from answering.quoting.features import FEATURES, RELATIVE, Candidate, Floats, measure
from answering.quoting.weights import Weights, load_weights
from domain.protocols import Embedder, Vectors

CHOICE_WEIGHTS = Path(__file__).with_name("choose.json")
COLUMNS = (*FEATURES, *(f"{name}, relative" for name in RELATIVE))


class Chooser:
    """Scores sentences for a question: a logistic regression over the features of answering/quoting/features.py."""

    def __init__(self, embedder: Embedder, weights: Weights | None = None) -> None:
        self._embedder = embedder
        self._weights = weights or load_weights(CHOICE_WEIGHTS)

    def table(
        self,
        question: str,
        candidates: Sequence[Candidate],
        vectors: Vectors,
        before: Vectors,
        printed: Mapping[str, Vectors] | None = None,
    ) -> Floats:
        """Return the features, shape ``(len(candidates), len(COLUMNS))``.

        ``vectors`` are the candidates' own and ``before`` those of the sentences before them (zeros where there is
        none), both of shape ``(len(candidates), dim)``; ``printed`` those of printed_questions, as far as known.
        """
        asked = self._embedder.embed_questions([question])[0]
        similarity = vectors @ asked
        pair = vectors + before
        pair = (pair / np.maximum(np.linalg.norm(pair, axis=1, keepdims=True), 1e-9)) @ asked
        likeness = {text: float(vector @ asked) for text, vector in (printed or {}).items()}
        return measure(question, candidates, similarity=similarity, pair=pair, printed=likeness)

    def scores(self, table: Floats) -> Floats:
        """Return one logit a candidate: higher is likelier to be among the words that answer."""
        return self._weights.logit(table, COLUMNS)


def rank(scores: Sequence[float] | Floats) -> list[int]:
    """Return indices by falling score; of equals the earlier first."""
    return sorted(range(len(scores)), key=lambda i: -float(scores[i]))
