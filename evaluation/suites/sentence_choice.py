"""sentence-choice: newswire sentences ranked by the part that chooses core sentences."""

from collections.abc import Sequence

import numpy as np

from answering.quoting.choose import Chooser
from answering.quoting.features import Candidate
from evaluation.data import Data, Row
from evaluation.figures import Figure, Floats, mean
from evaluation.metrics import average_precision, reciprocal_rank, ties_against
from evaluation.stock import Bench
from evaluation.suite import Suite

QUESTIONS = "sentence-choice/questions.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Score each question's candidates."""
    chooser = Chooser(bench.embedder)
    return [
        {"id": row["id"], "scores": [float(score) for score in chooser.scores(table_of(bench, row))]}
        for row in data.rows(QUESTIONS, "id", "question", "candidates")
    ]


def table_of(bench: Bench, row: Row) -> Floats:
    """Return the candidates' features. They come from many articles: all have one place, none a sentence before."""
    texts = [candidate["sentence"] for candidate in row["candidates"]]
    vectors = bench.embedder.embed_passages(texts)
    candidates = [Candidate(text=text, article=str(place)) for place, text in enumerate(texts)]
    return Chooser(bench.embedder).table(row["question"], candidates, vectors, np.zeros_like(vectors))


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return map and mrr (no depth), ties counted against, over the questions that have a right candidate."""
    questions = data.by_id(QUESTIONS)
    ranked = []
    for item in items:
        right = [bool(candidate["answers"]) for candidate in questions[item["id"]]["candidates"]]
        if any(right):
            ranked.append(ties_against(item["scores"], right))
    return {
        "map": mean([average_precision(order, gold) for order, gold in ranked]),
        "mrr": mean([reciprocal_rank(order, gold, depth=len(order)) for order, gold in ranked]),
    }


SUITE = Suite(name="sentence-choice", files=(QUESTIONS,), run=run, figures=figures)
