"""An exact search over the vectors of a library, and how much of it an index finds."""

import statistics
from collections.abc import Mapping, Sequence

import numpy as np

from domain.protocols import Vectors


class Exact:
    """Every vector of a library, by its id, in memory."""

    def __init__(self, vectors: Mapping[str, Vectors]) -> None:
        self._ids = sorted(vectors)
        self._vectors = np.stack([vectors[identifier] for identifier in self._ids])

    def cosines(self, vector: Vectors) -> Vectors:
        """Return the cosine of each, in the order of the ids."""
        every: Vectors = self._vectors @ vector
        return every

    def recall(self, vectors: Vectors, found: Sequence[Sequence[str]], depth: int) -> float:
        """Return the mean share of the ``depth`` nearest to each vector that stands among the first so many found."""
        shares = []
        for vector, own in zip(vectors, found, strict=True):
            nearest = {self._ids[i] for i in np.argsort(-self.cosines(vector), kind="stable")[:depth]}
            shares.append(len(nearest & set(own[:depth])) / len(nearest))
        return statistics.mean(shares)
