"""Choose the best passages of the best articles, each with its higher-scoring neighbour as context."""

from collections.abc import Mapping

from domain.protocols import Snapshot
from domain.values import Hit, Passage
from retriever.found import PassageKey
from retriever.fuse import best_first

PER_ARTICLE = 2
"""How many hits of one article are ranked first: with neighbours, passage_answer@5 .873 -> .905 on news-search."""
HITS = 24
"""The largest number of hits."""


def best_hits(
    snapshot: Snapshot,
    scores: Mapping[PassageKey, float],
    ranks: Mapping[PassageKey, Mapping[str, int]],
) -> tuple[Hit, ...]:
    """Return at most 24 passages, best first; all hits of an article after its second come at the end.

    The window of each hit has its higher-scoring neighbour too, so that sentences on both sides of a cut are read
    together.

    Args:
        snapshot: where the passages are read from.
        scores: of the passages; a higher score is better.
        ranks: of each passage in each ranking, for ``Hit.ranks``.
    """
    passages: dict[str, list[Passage]] = {}
    taken: set[PassageKey] = set()
    first: list[Hit] = []
    later: list[Hit] = []
    counts: dict[str, int] = {}
    for key in best_first(scores):
        if key in taken:
            continue
        own = passages.setdefault(key[0], snapshot.passages(key[0]))
        beside = ((key[0], key[1] + 1), (key[0], key[1] - 1))
        neighbour = max(
            (near for near in beside if 0 <= near[1] < len(own) and near not in taken),
            key=lambda near: scores.get(near, 0.0),
            default=key,
        )
        taken |= {key, neighbour}
        ends = sorted({key[1], neighbour[1]})
        hit = Hit(
            passage=own[key[1]],
            score=scores[key],
            ranks=ranks.get(key, {}),
            window=(own[ends[0]].start, own[ends[-1]].end),
        )
        counts[key[0]] = counts.get(key[0], 0) + 1
        (first if counts[key[0]] <= PER_ARTICLE else later).append(hit)
        if len(first) + len(later) >= HITS:
            break
    return tuple(first + later)
