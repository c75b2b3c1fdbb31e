"""The rankings that one query returns, and the scores of passages and articles that follow from them."""

from dataclasses import dataclass

from retriever.fuse import above, best_of, shares, weighted_sum

PassageKey = tuple[str, int]
"""(article id, ordinal of the passage)."""

KEYWORD_PASSAGE, KEYWORD_ARTICLE = 0.15, 0.2
"""Weights of the keyword scores of passages and articles: what the best match adds, in cosine. Results change little
from .1 to .3: docs/experiments/search.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Three rankings, best first: passages by cosine, passages by BM25 and whole articles by BM25.

    ``floor`` is the highest cosine that a passage outside the first ranking can have: the lowest one in the ranking, or
    0 if the ranking has all passages.
    """

    dense: list[tuple[PassageKey, float]]
    keyword: list[tuple[PassageKey, float]]
    whole: list[tuple[str, float]]
    floor: float

    def passage_scores(self) -> dict[PassageKey, float]:
        """Return each passage's score: its cosine above the floor, plus its weighted share of the best BM25 score."""
        return weighted_sum([(above(self.floor, self.dense), 1.0), (shares(self.keyword), KEYWORD_PASSAGE)])

    def article_scores(self) -> dict[str, float]:
        """Return each article's score: the parts of ``passage_scores``, each of its best passage, plus its own BM25."""
        return weighted_sum(
            [
                (best_of(above(self.floor, self.dense)), 1.0),
                (best_of(shares(self.keyword)), KEYWORD_PASSAGE),
                (shares(self.whole), KEYWORD_ARTICLE),
            ]
        )

    def ranks(self) -> dict[PassageKey, dict[str, int]]:
        """Return the rank (from 1) of each passage in each ranking that has it."""
        ranks: dict[PassageKey, dict[str, int]] = {}
        for name, ranking in (("dense", self.dense), ("keyword", self.keyword)):
            for rank, (key, _) in enumerate(ranking, start=1):
                ranks.setdefault(key, {})[name] = rank
        return ranks

    def named(self, ending: str = "") -> dict[str, tuple[tuple[str, float], ...]]:
        """Return the rankings for a trace, by name (with ``ending``); a passage's id is "article id#ordinal"."""
        return {
            f"dense{ending}": tuple((f"{article}#{place}", score) for (article, place), score in self.dense),
            f"keyword{ending}": tuple((f"{article}#{place}", score) for (article, place), score in self.keyword),
            f"keyword articles{ending}": tuple(self.whole),
        }
