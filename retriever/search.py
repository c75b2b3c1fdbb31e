"""Hybrid search: rank articles by dense and keyword scores together, then the passages of the best articles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.protocols import Embedder, Snapshot
from domain.request import timed
from domain.scope import select
from domain.values import EVERYTHING, QuestionContext, Scope, SearchResult, read_as
from domain.writing import SharedIndex
from retriever.found import Found
from retriever.fuse import best_first, weighted_sum
from retriever.hits import best_hits
from retriever.recency import named_year, recency, recency_weight
from text.index_words import search_terms

PASSAGE_DEPTH = 300
ARTICLE_DEPTH = 50
ARTICLES = 20
READ, SAID, STAYS = 0.75, 0.15, 0.2
"""Weights of the queries from a conversation, beside the question's own (1). READ: a context-dependent question
together with those before it; SAID: the words of the last answer; STAYS: the questions before a self-contained one,
which is mostly about the same subject. Results are the same from .5 to 1, .1 to .25 and .1 to .3; higher weights harm
questions that only seem context-dependent."""
ALSO = 0.3
"""Weight of a query that a language model wrote: three of them weigh less than the question."""


class HybridSearch:
    """Dense and keyword search together. See docs/experiments/search.md for the measurements behind it."""

    def __init__(self, embedder: Embedder, index: SharedIndex) -> None:
        self._embedder = embedder
        self._index = index

    def __call__(
        self,
        snapshot: Snapshot,
        question: str,
        *,
        context: QuestionContext | None = None,
        also: Sequence[str] = (),
        scope: Scope = EVERYTHING,
    ) -> SearchResult:
        """Return up to 20 articles and 24 passages for the question, best first.

        Scores are weighted sums over all queries (see ``Found``), raised for newer articles. If a duplicate is in the
        scope and its original is not, the results have the duplicate's id.

        Args:
            snapshot: the state of the library that is searched.
            question: as the user asked it.
            context: what came before it in the conversation.
            also: further queries, with the weight ``ALSO`` each.
            scope: which articles are searched.
        """
        every = [
            ("", question, 1.0),
            *_besides(context),
            *((f", search {number}", text, ALSO) for number, text in enumerate(also, start=1)),
        ]
        read = read_as(question, context)
        if scope == EVERYTHING:
            return self._search(snapshot, read, every, EVERYTHING, {})
        selection = select(snapshot.entries(), scope)
        result = self._search(snapshot, read, every, selection.searched, selection.cited_as)
        return _cited_as(result, selection.cited_as)

    def _search(
        self,
        snapshot: Snapshot,
        question: str,
        searches: Sequence["_Weighted"],
        scope: Scope,
        cited_as: Mapping[str, str],
    ) -> SearchResult:
        every = [(name, self._found(snapshot, text, scope), weight) for name, text, weight in searches]
        own = every[0][1]
        scores = weighted_sum((found.article_scores(), weight) for _, found, weight in every)
        article_scores = _best_articles(snapshot, question, scores, cited_as)
        articles = best_first(article_scores)
        passages = weighted_sum((found.passage_scores(), weight) for _, found, weight in every)
        passage_scores = {
            key: score + article_scores[key[0]] for key, score in passages.items() if key[0] in article_scores
        }
        rankings = {kind: ranking for name, found, _ in every for kind, ranking in found.named(name).items()}
        fused = tuple((article_id, article_scores[article_id]) for article_id in articles)
        return SearchResult(
            articles=tuple(articles),
            hits=best_hits(snapshot, passage_scores, own.ranks()),
            similarity=max((score for _, score in own.dense), default=0.0),
            rankings={**rankings, "fused articles": fused},
        )

    def _found(self, snapshot: Snapshot, text: str, scope: Scope) -> Found:
        with timed("embed"):
            vector = self._embedder.embed_questions([text])[0]
        with timed("vectors"):
            neighbours = self._index.at(snapshot.generation).search(vector, limit=PASSAGE_DEPTH, scope=scope)
            places = snapshot.passages_of_vectors([vector_id for vector_id, _ in neighbours])
        terms = search_terms(text, snapshot.languages())
        with timed("keywords"):
            matches = snapshot.match_passages(terms, limit=PASSAGE_DEPTH, scope=scope)
            whole = snapshot.match_articles(terms, limit=ARTICLE_DEPTH, scope=scope)
        return Found(
            dense=[(place, score) for vector_id, score in neighbours for place in places.get(vector_id, [])],
            keyword=[((article_id, ordinal), score) for article_id, ordinal, score in matches],
            whole=whole,
            floor=neighbours[-1][1] if len(neighbours) == PASSAGE_DEPTH else 0.0,
        )


_Weighted = tuple[str, str, float]
"""A query: the suffix of its rankings' names, its text, and its weight (1 for the question)."""


def _besides(context: QuestionContext | None) -> list[_Weighted]:
    if context is None:
        return []
    if context.stands:
        return [(", read as", context.read, STAYS)]
    said = [(", said before", context.said, SAID)] if context.said else []
    return [(", read as", context.read, READ), *said]


def _best_articles(
    snapshot: Snapshot, question: str, scores: Mapping[str, float], cited_as: Mapping[str, str]
) -> dict[str, float]:
    """Return the scores of the best articles, one of each near-duplicate group, raised by recency."""
    stories = snapshot.stories()
    best = _with_duplicates(best_first(one_per_group(scores, stories))[:ARTICLES], scores, stories)
    return one_per_group(_with_newness(snapshot, question, best, cited_as), stories)


def _with_newness(
    snapshot: Snapshot, question: str, scores: Mapping[str, float], cited_as: Mapping[str, str]
) -> dict[str, float]:
    weight = recency_weight(question)
    names = {article_id: cited_as.get(article_id, article_id) for article_id in scores}
    sources = snapshot.sources(list(names.values()))
    published = {article_id: sources[name].published for article_id, name in names.items()}
    newness = recency(published, year=named_year(question))
    return {article_id: score * (1 + weight * newness[article_id]) for article_id, score in scores.items()}


def one_per_group(scores: Mapping[str, float], stories: Mapping[str, str]) -> dict[str, float]:
    """Return the scores of the best article of each near-duplicate group.

    Args:
        scores: article id -> score.
        stories: article id -> near-duplicate group; an article that is missing has no near-duplicates.
    """
    kept: dict[str, str] = {}
    for article_id in best_first(scores):
        kept.setdefault(stories.get(article_id, article_id), article_id)
    standing = set(kept.values())
    return {article_id: score for article_id, score in scores.items() if article_id in standing}


def _with_duplicates(
    articles: Sequence[str], scores: Mapping[str, float], stories: Mapping[str, str]
) -> dict[str, float]:
    """Return the scores of these articles and of all their near-duplicates."""
    labels = {stories.get(article_id, article_id) for article_id in articles}
    return {article_id: score for article_id, score in scores.items() if stories.get(article_id, article_id) in labels}


def _cited_as(result: SearchResult, names: Mapping[str, str]) -> SearchResult:
    """Replace the ids of originals by those of the duplicates that are cited instead."""
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
