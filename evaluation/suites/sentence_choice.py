"""sentence-choice: newswire sentences ranked by the part that chooses core sentences."""

from collections.abc import Sequence

from answering.quoting.candidates import as_article
from evaluation.data import Data, Row
from evaluation.figures import Figure, mean
from evaluation.metrics import average_precision, reciprocal_rank, ties_against
from evaluation.stock import Bench
from evaluation.suite import Suite

QUESTIONS = "sentence-choice/questions.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Score each question's candidates. They come from many articles: each is read by itself."""
    return [
        {"id": row["id"], "scores": _scores(bench, row["question"], [one["sentence"] for one in row["candidates"]])}
        for row in data.rows(QUESTIONS, "id", "question", "candidates")
    ]


def _scores(bench: Bench, question: str, texts: Sequence[str]) -> list[float]:
    extracts = [extract for text in texts for extract in as_article("", [text])]
    return [float(score) for score in bench.program.parts.answerer().read(question, extracts).scores]


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
