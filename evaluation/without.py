"""The program with a part switched off, to see what that part is worth. Weights and thresholds stay as they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from domain.protocols import Snapshot
from domain.values import SearchResult, Source
from evaluation.data import Data, Row
from evaluation.stock import Bench, Stock
from evaluation.suites import archive_search, news_search

SEARCH_PARTS: Mapping[str, frozenset[str]] = {
    "dense alone": frozenset({"passages", "articles", "dates"}),
    "without keywords": frozenset({"passages", "articles"}),
    "without keywords of passages": frozenset({"passages"}),
    "without keywords of articles": frozenset({"articles"}),
    "without vectors": frozenset({"vectors"}),
    "without dates": frozenset({"dates"}),
}


class Muted:
    """A snapshot in which the search finds nothing of some kind: passages or articles by keyword, vectors, dates."""

    def __init__(self, snapshot: Snapshot, off: frozenset[str]) -> None:
        self._snapshot = snapshot
        self._off = off

    def __getattr__(self, name: str) -> Any:
        """Everything else is the snapshot's own."""
        return getattr(self._snapshot, name)

    def match_passages(self, *arguments: Any, **named: Any) -> Any:
        """Nothing, or what the snapshot finds."""
        return [] if "passages" in self._off else self._snapshot.match_passages(*arguments, **named)

    def match_articles(self, *arguments: Any, **named: Any) -> Any:
        """Nothing, or what the snapshot finds."""
        return [] if "articles" in self._off else self._snapshot.match_articles(*arguments, **named)

    def passages_of_vectors(self, vector_ids: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Nothing, or what the snapshot knows."""
        return {} if "vectors" in self._off else self._snapshot.passages_of_vectors(vector_ids)

    def sources(self, article_ids: Sequence[str]) -> dict[str, Source]:
        """The sources, undated if dates are off."""
        sources = self._snapshot.sources(article_ids)
        if "dates" not in self._off:
            return sources
        return {name: replace(source, published=None) for name, source in sources.items()}


def news_search_without(bench: Bench, data: Data) -> dict[str, list[Row]]:
    """Return items without statements for each part of the search that is switched off."""
    stock = bench.stock(data, news_search.ARTICLES)

    def item(row: Row, result: SearchResult) -> Row:
        passages = news_search.passages_of(stock, result)
        return {"id": row["id"], "ranked": stock.ranked(result, row["gold"]), "passages": passages}

    return _search_without(stock, data.rows(news_search.QUESTIONS), item)


def archive_search_without(bench: Bench, data: Data) -> dict[str, list[Row]]:
    """Return items for each part of the search that is switched off."""
    stock = bench.stock(data, archive_search.ARTICLES)

    def item(row: Row, result: SearchResult) -> Row:
        return {"id": row["id"], "ranked": stock.ranked(result, row["gold"])}

    return _search_without(stock, data.rows(archive_search.QUESTIONS), item)


def _search_without(
    stock: Stock, rows: Sequence[Row], item: Callable[[Row, SearchResult], Row]
) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    with stock.program.parts.store().snapshot() as snapshot:
        for name, off in SEARCH_PARTS.items():
            muted = cast(Snapshot, Muted(snapshot, off))
            made[name] = [item(row, stock.program.parts.answerer().search(muted, row["question"])) for row in rows]
    return made
