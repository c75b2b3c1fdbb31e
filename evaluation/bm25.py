"""Plain BM25, the control that every search must beat."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import snowballstemmer
from scipy.sparse import csr_array

from evaluation.figures import Floats

K1, B = 1.2, 0.75
_STEMMER = snowballstemmer.stemmer("english")


class Bm25:
    """Scores texts for a question; no stop words.

    Robertson and Zaragoza, Foundations and Trends in IR 3 (2009), with the IDF that is never negative,
    ``log(1 + (N - n + 0.5) / (n + 0.5))``.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(stemmed(text)) for text in texts]
        self._columns = {term: column for column, term in enumerate(dict.fromkeys(term for one in counts for term in one))}
        lengths = np.array([one.total() for one in counts], dtype=np.float64)
        norms = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1e-9))
        rows = np.repeat(np.arange(len(counts)), [len(one) for one in counts])
        columns = np.array([self._columns[term] for one in counts for term in one], dtype=np.int64)
        found = np.array([count for one in counts for count in one.values()], dtype=np.float64)
        frequency = np.bincount(columns, minlength=len(self._columns))
        idf = np.log1p((len(texts) - frequency + 0.5) / (frequency + 0.5))
        values = idf[columns] * found * (K1 + 1) / (found + norms[rows]) if len(found) else found
        self._weights = csr_array((values, (rows, columns)), shape=(len(texts), max(len(self._columns), 1))).tocsc()

    def scores(self, question: str) -> Floats:
        """Return one score a text, 0 where no word is shared."""
        columns = [self._columns[term] for term in stemmed(question) if term in self._columns]
        return np.asarray(self._weights[:, columns].sum(axis=1), dtype=np.float64).reshape(-1)


def stemmed(text: str) -> list[str]:
    """Return the words of a text, lower-cased and stemmed (Snowball, English)."""
    return [_stem(word) for word in re.findall(r"\w+", text.lower())]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
