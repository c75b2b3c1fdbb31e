"""Which articles are about one event, in whatever words: a probability for each pair, then average linkage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from math import exp, log1p

import numpy as np

from domain.events import EventText
from domain.language import words
from domain.protocols import Vectors
from ingest.near_duplicates import same_frames
from text.word_forms import stem
from text.word_frequency import zipf

WINDOW = timedelta(days=6)
"""Articles published further apart are not about one event, however alike: each week has its report."""
_FRAMES = 4
"""Frames that both texts have, from which on they are reports of one template if most are filled differently."""

FLOOR = 0.3
"""Cosine below which two articles are not compared any further."""
THRESHOLD = 0.375
"""Mean probability of the pairs between two groups from which on they are one event."""
KEPT = 0.05
"""Less probable pairs are taken to be impossible."""
_BIAS = -4.59
_WEIGHTS = (6.57, 0.16, 2.44, -2.40, -1.43)
"""Of ``features``: logistic regression (C = 3) over pairs of three weeks of news; the threshold is chosen on one of
them (docs/evaluation.md)."""
_FOLLOWS_DAYS = 3
"""So many days apart, reports of one outlet are as surely of successive happenings as later."""
_COMMON = 7.0
"""Zipf frequency (a power of ten in a billion words) of words that say nothing: rarity is counted from here."""
_COMMON_NAMES = 1.5
"""Rarity up to which a name that two articles share says nothing."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Stems with their rarity: of the names in an article's title and lead, and of the words of its title."""

    names: Mapping[str, float]
    title: Mapping[str, float]


def compare(compared: Sequence[EventText], near: Sequence[EventText]) -> dict[tuple[str, str], float]:
    """Return the probability that two articles are about one event, for the pairs of which that is not hopeless.

    It depends on the two articles alone, so it is the same in whatever order articles come in.

    Args:
        compared: each of these is compared with each of ``near``.
        near: articles published within a few days, those ``compared`` among them.

    Returns:
        Probabilities by the ids of two articles in order.
    """
    if not compared or not near:
        return {}
    leads = np.stack([_lead(one) for one in near])
    found: dict[tuple[str, str], float] = {}
    for one in compared:
        cosines = leads @ _lead(one)
        for place in np.flatnonzero(cosines >= FLOOR).tolist():
            other = near[place]
            days = abs(date.fromisoformat(one.day) - date.fromisoformat(other.day))
            if one.id != other.id and days <= WINDOW:
                probability = _probability(features(one, other, round(float(cosines[place]), 4)))
                if probability >= KEPT and not _is_next_report(one.lead, other.lead):
                    found[min(one.id, other.id), max(one.id, other.id)] = probability
    return found


def features(one: EventText, other: EventText, cosine: float) -> tuple[float, ...]:
    """Return what the probability is made of.

    The cosine of the leads, the logarithm of the rarity of the names that both have, the share of the words of the
    headlines that both have, the days between them as a share of the window, and as a share
    of three days if both are of one outlet, which reports the same thing once.
    """
    own, theirs = _words(one.title, one.lead), _words(other.title, other.lead)
    days = abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)
    both = own.names.keys() & theirs.names.keys()
    names = sum(max(0.0, min(own.names[name], theirs.names[name]) - _COMMON_NAMES) for name in both)
    follows = min(days, _FOLLOWS_DAYS) / _FOLLOWS_DAYS if one.outlet and one.outlet == other.outlet else 0.0
    return (cosine, log1p(names), _shared(own.title, theirs.title), days / WINDOW.days, follows)


def events(articles: Sequence[str], pairs: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Return the articles of each event; an article that is alone is an event of one.

    The article that is likeliest one event with the others comes first, of equals the one with the smallest id.
    """
    return [_central_first(group, pairs) for group in link(articles, pairs, THRESHOLD)]


def link(articles: Sequence[str], pairs: Mapping[tuple[str, str], float], threshold: float) -> list[list[str]]:
    """Return groups of articles by average linkage.

    Two groups become one as long as the mean of the pairs between them, 0 to 1, reaches the threshold. That depends on
    the articles and pairs alone, not on their order.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    ordered = sorted(articles)
    if len(ordered) < 2:
        return [ordered] if ordered else []
    rows = [pairs.get(pair, 0.0) for pair in combinations(ordered, 2)]
    labels = fcluster(linkage(1 - np.array(rows), "average"), 1 - threshold, "distance")
    groups: dict[int, list[str]] = {}
    for article, label in zip(ordered, labels, strict=True):
        groups.setdefault(int(label), []).append(article)
    return list(groups.values())


def _central_first(group: list[str], pairs: Mapping[tuple[str, str], float]) -> list[str]:
    sums = {one: sum(pairs.get((min(one, other), max(one, other)), 0.0) for other in group) for one in group}
    return sorted(group, key=lambda one: (-sums[one], one))


def _is_next_report(one: str, other: str) -> bool:
    """Whether two texts fill the same frames with other figures and names, as Monday's report and Tuesday's do."""
    same, both = same_frames(one, other)
    return both >= _FRAMES and 2 * same < both


def _probability(values: tuple[float, ...]) -> float:
    return 1 / (1 + exp(-_BIAS - sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))))


def _lead(text: EventText) -> Vectors:
    mean: Vectors = text.vectors.mean(axis=0)
    return mean / np.float32(max(float(np.linalg.norm(mean)), 1e-9))


@lru_cache(maxsize=4_096)
def _words(title: str, lead: str) -> _Words:
    headline, beginning = words(title), words(lead)
    everything = {stem(word.text): _rarity(word.text) for word in (*headline, *beginning) if word.content}
    names = {stem(word.text) for word in (*headline, *beginning) if word.name}
    in_title = {stem(word.text) for word in headline if word.content}
    return _Words(
        names={name: everything[name] for name in everything if name in names},
        title={name: everything[name] for name in everything if name in in_title},
    )


def _rarity(word: str) -> float:
    return max(0.0, _COMMON - zipf(word.lower(), "en"))


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the weight of what both have as a share of what either has, 0 to 1."""
    both = sum(min(one[word], other[word]) for word in one.keys() & other.keys())
    return both / max(sum(one.values()) + sum(other.values()) - both, 1e-9)
