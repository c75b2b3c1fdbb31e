"""Plain BM25, the control that every search must beat."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from evaluation.figures import Floats
from text.word_forms import stem

K1, B = 1.2, 0.75


class Bm25:
    """Scores texts for a question; words are stemmed (Snowball, English), none is left out.

    Robertson and Zaragoza, Foundations and Trends in IR 3 (2009), with the IDF that is never negative,
    ``log(1 + (N - n + 0.5) / (n + 0.5))``.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._rows: defaultdict[str, array[int]] = defaultdict(lambda: array("l"))
        self._found: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))
        lengths = []
        for row, text in enumerate(texts):
            counts = Counter(stemmed(text))
            lengths.append(counts.total())
            for term, count in counts.items():
                self._rows[term].append(row)
                self._found[term].append(count)
        self._norms = K1 * (1 - B + B * np.array(lengths) / max(float(np.mean(lengths or [0])), 1.0))

    def scores(self, question: str) -> Floats:
        """Return one score a text, 0 where no word is shared."""
        scores = np.zeros(self._count)
        for term in stemmed(question):
            if term in self._rows:
                rows, found = np.array(self._rows[term]), np.array(self._found[term])
                idf = np.log1p((self._count - len(rows) + 0.5) / (len(rows) + 0.5))
                scores[rows] += idf * found * (K1 + 1) / (found + self._norms[rows])
        return scores


def stemmed(text: str) -> list[str]:
    """Return the words of a text, lower-cased and stemmed."""
    return [stem(word) for word in re.findall(r"\w+", text.lower())]
