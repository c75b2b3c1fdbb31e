"""refusals-news: each question once as it is, once while the articles that answer it are hidden."""

from collections.abc import Sequence

from domain.values import EVERYTHING, Answer
from evaluation.data import Data, Row
from evaluation.figures import Figure
from evaluation.refusing import refusal_figures
from evaluation.stock import Bench
from evaluation.suite import Suite
from evaluation.suites.news_search import ARTICLES

REMOVED = "refusals/news-removed.jsonl"
NEWER_ARTICLES = "refusals/news-2026-articles.jsonl.gz"
NEWER_REMOVED = "refusals/news-2026.jsonl"


def run(bench: Bench, data: Data, articles: str = ARTICLES, removed: str = REMOVED) -> list[Row]:
    """Ask each question twice: nothing hidden, then with the articles of ``remove`` hidden."""
    stock = bench.stock(data, articles)
    items = []
    for row in data.rows(removed, "id", "question", "remove"):
        for answerable, scope in ((True, EVERYTHING), (False, stock.hiding(row["remove"]))):
            answer = stock.ask(row["question"], scope=scope)
            items.append({"id": row["id"], "answerable": answerable, **decided(answer)})
    return items


def run_newer(bench: Bench, data: Data) -> list[Row]:
    """The same over the newer articles."""
    return run(bench, data, NEWER_ARTICLES, NEWER_REMOVED)


def figures(items: Sequence[Row], _data: Data) -> dict[str, Figure]:
    """Return the refusal figures."""
    return refusal_figures(items)


def decided(answer: Answer) -> Row:
    """Return ``score`` and ``refused`` of an answer.

    Where nothing had to be weighed (a bare topic, a phrase counted) the score is 1 for an answer and 0 for all else.
    """
    refused = answer.kind != "answer"
    return {"score": float(not refused) if answer.evidence is None else answer.evidence, "refused": refused}


SUITE = Suite(name="refusals-news", files=(ARTICLES, REMOVED), run=run, figures=figures)
NEWER = Suite(name="refusals-news-2026", files=(NEWER_ARTICLES, NEWER_REMOVED), run=run_newer, figures=figures)
