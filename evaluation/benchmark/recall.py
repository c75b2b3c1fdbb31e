"""An exact search over the vectors of a library, and how much of it an index finds."""

import statistics
from collections.abc import Mapping, Sequence

import numpy as np

from assembly import Services
from domain.keys import split_vector_id
from domain.protocols import Vectors


def exact_of(program: Services) -> "Exact":
    """Return an exact search over all vectors of a library."""
    library = program.parts.store()
    keys = {identifier: split_vector_id(identifier)[1] for identifier in library.vector_ids()}
    kept = library.vectors(set(keys.values()))
    return Exact({identifier: kept[key] for identifier, key in keys.items()})


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
