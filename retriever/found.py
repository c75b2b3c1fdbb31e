"""What one text finds, by meaning and by keyword, and what that makes of passages and articles."""

from dataclasses import dataclass

from retriever.fuse import above, best_of, shares, weighted_sum

PassageKey = tuple[str, int]
"""An article's id and the passage's place in it."""

KEYWORD_PASSAGE, KEYWORD_ARTICLE = 0.15, 0.2
"""What the best keyword match of a passage and of an article are worth, in cosine. From .1 to .3 little changes:
docs/experiments/search.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Three rankings, best first: passages by cosine, passages by BM25 and whole articles by BM25.

    ``floor`` is the cosine that a passage may have which the first ranking lacks: the lowest in it, 0 if all passages
    there are have been compared.
    """

    dense: list[tuple[PassageKey, float]]
    keyword: list[tuple[PassageKey, float]]
    whole: list[tuple[str, float]]
    floor: float

    def passage_scores(self) -> dict[PassageKey, float]:
        """Return the cosine above the floor and the share of the best keyword match."""
        return weighted_sum([(above(self.floor, self.dense), 1.0), (shares(self.keyword), KEYWORD_PASSAGE)])

    def article_scores(self) -> dict[str, float]:
        """Return for each article the same, of its best passage by each, and its own keyword match."""
        return weighted_sum(
            [
                (best_of(above(self.floor, self.dense)), 1.0),
                (best_of(shares(self.keyword)), KEYWORD_PASSAGE),
                (shares(self.whole), KEYWORD_ARTICLE),
            ]
        )

    def ranks(self) -> dict[PassageKey, dict[str, int]]:
        """Return the place (from 1) of each passage in each ranking that has it."""
        ranks: dict[PassageKey, dict[str, int]] = {}
        for name, ranking in (("dense", self.dense), ("keyword", self.keyword)):
            for rank, (key, _) in enumerate(ranking, start=1):
                ranks.setdefault(key, {})[name] = rank
        return ranks

    def named(self, ending: str = "") -> dict[str, tuple[tuple[str, float], ...]]:
        """Return the rankings as a trace shows them."""
        return {
            f"dense{ending}": tuple((f"{article}#{place}", score) for (article, place), score in self.dense),
            f"keyword{ending}": tuple((f"{article}#{place}", score) for (article, place), score in self.keyword),
            f"keyword articles{ending}": tuple(self.whole),
        }
