"""archive-search: wire-style articles of one year, questions with several relevant articles."""

from collections.abc import Sequence

from evaluation.data import Data, Row
from evaluation.figures import Figure, mean
from evaluation.metrics import average_precision, ndcg, reciprocal_rank
from evaluation.stock import Bench
from evaluation.suite import Suite

ARTICLES = "archive-search/articles.jsonl.gz"
QUESTIONS = "archive-search/questions.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Search for each question; text and questions as they stand, in capitals."""
    stock = bench.stock(data, ARTICLES)
    return [
        {"id": row["id"], "ranked": stock.ranked(stock.search(row["question"]), row["gold"])}
        for row in data.rows(QUESTIONS, "id", "question", "gold")
    ]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return map (over the articles ranked), ndcg@10 and mrr@10, over the questions that have a relevant article."""
    questions = data.by_id(QUESTIONS)
    ranked = [(item["ranked"], gold) for item in items if (gold := questions[item["id"]]["gold"])]
    return {
        "map": mean([average_precision(order, gold) for order, gold in ranked]),
        "ndcg@10": mean([ndcg(order, gold) for order, gold in ranked]),
        "mrr@10": mean([reciprocal_rank(order, gold) for order, gold in ranked]),
    }


SUITE = Suite(name="archive-search", files=(ARTICLES, QUESTIONS), run=run, figures=figures)
