"""A question's way to passages: three rankings of articles, fused; then the passages of the best articles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.language import content_words
from domain.scope import select
from domain.seams import Embedder, Snapshot
from domain.values import EVERYTHING, Hit, Passage, Scope, SearchResult
from domain.writing import SharedIndex
from retriever.fuse import best_first, reciprocal_ranks
from retriever.recency import recency, recency_weight

RRF_CONSTANT = 10
"""Flat between 5 and 60 on news-search (MRR@10 .760 to .765)."""
PASSAGE_DEPTH = 300
ARTICLE_DEPTH = 20
PER_ARTICLE = 2
"""Hits of one article among the first: with neighbours, passage_answer@5 .873 -> .905 on news-search."""
HITS = 24

PassageKey = tuple[str, int]


class HybridSearch:
    """Dense and keyword search together. See docs/design.md for the measurements behind it."""

    def __init__(self, embedder: Embedder, index: SharedIndex) -> None:
        self._embedder = embedder
        self._index = index

    def __call__(self, snapshot: Snapshot, question: str, *, scope: Scope = EVERYTHING) -> SearchResult:
        """Return up to 20 articles and 24 passages for the question, best first; scores are fused reciprocal ranks.

        Words that only a duplicate has in the scope are found through its original and bear the duplicate's id.
        """
        if scope == EVERYTHING:
            return self._search(snapshot, question, EVERYTHING, {})
        selection = select(snapshot.entries(), scope)
        return _cited_as(self._search(snapshot, question, selection.searched, selection.cited_as), selection.cited_as)

    def _search(self, snapshot: Snapshot, question: str, scope: Scope, cited_as: Mapping[str, str]) -> SearchResult:
        dense = self._dense(snapshot, question, scope)
        terms = content_words(question)
        keyword = [
            ((article_id, ordinal), score)
            for article_id, ordinal, score in snapshot.match_passages(terms, limit=PASSAGE_DEPTH, scope=scope)
        ]
        whole = snapshot.match_articles(terms, limit=ARTICLE_DEPTH, scope=scope)
        article_scores = self._article_scores(
            snapshot, question, [_articles_of(dense), _articles_of(keyword), [found for found, _ in whole]], cited_as
        )
        article_scores = one_a_story(article_scores, snapshot.stories())
        articles = best_first(article_scores)[:ARTICLE_DEPTH]
        scores, ranks = _passage_scores(article_scores, [key for key, _ in dense], [key for key, _ in keyword])
        return SearchResult(
            articles=tuple(articles),
            hits=_hits(snapshot, scores, ranks, set(articles)),
            similarity=max((score for _, score in dense), default=0.0),
            rankings={
                "dense": tuple((f"{key[0]}#{key[1]}", score) for key, score in dense),
                "keyword": tuple((f"{key[0]}#{key[1]}", score) for key, score in keyword),
                "keyword articles": tuple(whole),
                "fused articles": tuple((article_id, article_scores[article_id]) for article_id in articles),
            },
        )

    def _dense(self, snapshot: Snapshot, question: str, scope: Scope) -> list[tuple[PassageKey, float]]:
        vector = self._embedder.embed_questions([question])[0]
        neighbours = self._index.at(snapshot.generation).search(vector, limit=PASSAGE_DEPTH, scope=scope)
        places = snapshot.passages_of_vectors([vector_id for vector_id, _ in neighbours])
        return [(place, score) for vector_id, score in neighbours for place in places.get(vector_id, [])]

    def _article_scores(
        self,
        snapshot: Snapshot,
        question: str,
        rankings: Sequence[Sequence[str]],
        cited_as: Mapping[str, str],
    ) -> dict[str, float]:
        fused = reciprocal_ranks(rankings, constant=RRF_CONSTANT, depth=ARTICLE_DEPTH)
        weight = recency_weight(question)
        if not weight:
            return fused
        names = {article_id: cited_as.get(article_id, article_id) for article_id in fused}
        sources = snapshot.sources(list(names.values()))
        newness = recency({article_id: sources[name].published for article_id, name in names.items()})
        return {article_id: score * (1 + weight * newness[article_id]) for article_id, score in fused.items()}


def one_a_story(scores: Mapping[str, float], stories: Mapping[str, str]) -> dict[str, float]:
    """Return the scores without those of articles whose story stands, in nearly the same words, in a better one."""
    kept: dict[str, str] = {}
    for article_id in best_first(scores):
        kept.setdefault(stories.get(article_id, article_id), article_id)
    standing = set(kept.values())
    return {article_id: score for article_id, score in scores.items() if article_id in standing}


def _cited_as(result: SearchResult, names: Mapping[str, str]) -> SearchResult:
    """Return the result with the ids of duplicates in the place of their originals'."""
    if not names:
        return result

    def renamed(place: str) -> str:
        article_id, sign, ordinal = place.partition("#")
        return names.get(article_id, article_id) + sign + ordinal

    passages = [replace(hit.passage, article_id=renamed(hit.passage.article_id)) for hit in result.hits]
    return SearchResult(
        articles=tuple(map(renamed, result.articles)),
        hits=tuple(replace(hit, passage=passage) for hit, passage in zip(result.hits, passages, strict=True)),
        similarity=result.similarity,
        rankings={
            name: tuple((renamed(place), score) for place, score in ranking)
            for name, ranking in result.rankings.items()
        },
    )


def _articles_of(passages: Sequence[tuple[PassageKey, float]]) -> list[str]:
    """Each article once, at the place of its best passage."""
    return list(dict.fromkeys(key[0] for key, _ in passages))


def _passage_scores(
    article_scores: dict[str, float], dense: list[PassageKey], keyword: list[PassageKey]
) -> tuple[dict[PassageKey, float], dict[PassageKey, dict[str, int]]]:
    own = reciprocal_ranks([dense, keyword], constant=RRF_CONSTANT, depth=PASSAGE_DEPTH)
    scores = {key: score + article_scores[key[0]] for key, score in own.items() if key[0] in article_scores}
    ranks: dict[PassageKey, dict[str, int]] = {}
    for name, ranking in (("dense", dense), ("keyword", keyword)):
        for rank, key in enumerate(ranking, start=1):
            ranks.setdefault(key, {}).setdefault(name, rank)
    return scores, ranks


def _hits(
    snapshot: Snapshot,
    scores: dict[PassageKey, float],
    ranks: dict[PassageKey, dict[str, int]],
    articles: set[str],
) -> tuple[Hit, ...]:
    """The best passages, the first of each article ahead: no more than two of one article until all had their turn.

    Each hit takes its better-scored neighbour into its window, so that words cut apart by the splitter are read
    together.
    """
    passages: dict[str, list[Passage]] = {}
    taken: set[PassageKey] = set()
    first: list[Hit] = []
    later: list[Hit] = []
    counts: dict[str, int] = {}
    for key in best_first(scores):
        if key in taken or key[0] not in articles:
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
            ranks=ranks[key],
            window=(own[ends[0]].start, own[ends[-1]].end),
        )
        counts[key[0]] = counts.get(key[0], 0) + 1
        (first if counts[key[0]] <= PER_ARTICLE else later).append(hit)
        if len(first) + len(later) >= HITS:
            break
    return tuple(first + later)
