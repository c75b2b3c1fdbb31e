"""Fusion: normalise scores of several kinds and add them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def shares(scored: Sequence[tuple[Key, float]]) -> dict[Key, float]:
    """Return each score as a share (0 to 1) of the highest one; the first score counts if a key comes twice.

    BM25 scores have no fixed scale: they grow with the number of query terms.
    """
    highest = max((score for _, score in scored), default=0.0)
    return {key: score / highest if highest > 0 else 0.0 for key, score in _first_of_each(scored)}


def above(floor: float, scored: Sequence[tuple[Key, float]]) -> dict[Key, float]:
    """Return how far each score is above the floor, at least 0; a missing key counts as 0 too."""
    return {key: max(score - floor, 0.0) for key, score in _first_of_each(scored)}


def best_of(scores: Mapping[tuple[Group, int], float]) -> dict[Group, float]:
    """Return the highest score of each group of keys (group, number)."""
    best: dict[Group, float] = {}
    for (group, _), score in scores.items():
        best[group] = max(best.get(group, score), score)
    return best


def weighted_sum(parts: Iterable[tuple[Mapping[Key, float], float]]) -> dict[Key, float]:
    """Return each key's sum of score times weight; a part that lacks a key adds nothing to it."""
    total: dict[Key, float] = {}
    for scores, weight in parts:
        for key, score in scores.items():
            total[key] = total.get(key, 0.0) + weight * score
    return total


def best_first(scores: Mapping[Key, float]) -> list[Key]:
    """Return the keys by descending score; ties keep their order in the mapping."""
    return sorted(scores, key=lambda key: -scores[key])


def _first_of_each(scored: Sequence[tuple[Key, float]]) -> Iterable[tuple[Key, float]]:
    first: dict[Key, float] = {}
    for key, score in scored:
        first.setdefault(key, score)
    return first.items()
