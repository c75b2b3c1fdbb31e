"""Several rankings made into one."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def reciprocal_ranks(rankings: Sequence[Sequence[Key]], *, constant: float, depth: int) -> dict[Key, float]:
    """Return each key's sum of ``1 / (constant + rank)`` over the first ``depth`` places of each ranking.

    Reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009. Ranks count from 1; a key that a ranking lacks
    gets nothing from it.
    """
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking[:depth], start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (constant + rank)
    return scores


def best_first(scores: Mapping[Key, float]) -> list[Key]:
    """Return the keys by falling score; ties keep the order in which the keys came in."""
    return sorted(scores, key=lambda key: -scores[key])
